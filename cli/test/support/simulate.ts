import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** The program, its arguments and its environment, with this folder for its home and its files. */
export function command(folder: string, args: readonly string[]): [string, readonly string[], object] {
  const temporary = { TMPDIR: folder, TEMP: folder, TMP: folder };
  const env = { PATH: process.env["PATH"], HOME: folder, USERPROFILE: folder, ...temporary, NO_COLOR: "1" };
  return [process.execPath, ["--import", "tsx", main, ...args], { env }];
}

/**
 * The running program, and the first line or all lines that it printed. It ends with the test.
 *
 * @param nodeArgs options of Node itself
 */
export async function simulate(
  folder: string,
  args: readonly string[],
  nodeArgs: readonly string[] = [],
): Promise<{ child: ChildProcess; lines: string[]; first: string }> {
  const [node, programArgs, options] = command(folder, ["simulate", ...args]);
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
