import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import { bundledCommand } from "./bundled-command.ts";

const main = await bundledCommand();

/** The program, its arguments and its environment, with this folder for its home and its files. */
export function command(
  folder: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): [string, readonly string[], object] {
  const temporary = { TMPDIR: folder, TEMP: folder, TMP: folder };
  const env = {
    PATH: process.env["PATH"],
    HOME: folder,
    USERPROFILE: folder,
    ...temporary,
    NO_COLOR: "1",
    ...more,
  };
  return [process.execPath, [main, ...args], { env }];
}

/**
 * The running program, and the first line or all lines that it printed. It ends with the test.
 *
 * @param nodeArgs options of Node itself
 * @param env variables beside those of every run
 */
export async function simulate(
  folder: string,
  args: readonly string[],
  nodeArgs: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<{ child: ChildProcess; lines: string[]; first: string }> {
  const [node, programArgs, options] = command(folder, ["simulate", ...args], env);
  const child = spawn(node, [...nodeArgs, ...programArgs], options);
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout ?? process.stdin });
  const first = await new Promise<string>((resolve, reject) => {
    reader.on("line", (line) => {
      lines.push(line);
      resolve(line);
    });
    child.on("exit", (code) => reject(new Error(`it ended with ${code}`)));
  });
  return { child, lines, first };
}

/** The line of JSON that the command prints, as far as tests read it. */
export interface Summary {
  readonly url: string;
  readonly httpsUrl?: string;
  readonly control: { readonly url: string; readonly token: string; readonly dashboardUrl: string };
  readonly clock: { readonly now: string; readonly speed: number };
  readonly caFile?: string;
  readonly configFile: string;
  readonly environment: { readonly set: object; readonly unset: readonly string[] };
  readonly systemProperties: object;
  readonly variables: Readonly<
    Record<"key" | "reach" | "trust" | "uri" | "oidc" | "control", Readonly<Record<string, string>>>
  >;
}

/** A running simulation, and the line of JSON that it printed. */
export async function summary(
  folder: string,
  args: readonly string[] = [],
): Promise<Summary & { child: ChildProcess }> {
  const { child, first } = await simulate(folder, ["--json", ...args]);
  return { child, ...(JSON.parse(first) as Summary) };
}

/** A run that is expected to end by itself. */
export function run(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      ...command(folder, args, env),
      (error: { code?: unknown } | null, stdout: string, stderr: string) =>
        resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });
}
