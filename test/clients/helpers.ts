// The helpers of other languages with the official clients, and the control API by its description: with the single-file
// binary, on this machine, because all that they ask goes to it.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { buildBinary } from "../../tools/binary.ts";
import { newcomerLanguages, type Run, runNewcomer } from "./newcomers.ts";

const execute = promisify(execFile);
const helpers = fileURLToPath(new URL("../../simulators/helpers", import.meta.url));
const timeout = 300_000;
const token = "a-token-for-schemathesis";

/** The runs, and how each ended; `undefined` for one that passed. */
export type HelperOutcome = readonly [name: string, failure: string | undefined];

/** Runs the helpers of these languages. @param folder - where what they need is installed. */
export async function runHelpers(
  folder: string,
  languages: readonly string[],
): Promise<readonly HelperOutcome[]> {
  const binary = await buildBinary(join(folder, "binary"));
  const env = { ...process.env, ALICRED_COMMAND: binary, PYTHONDONTWRITEBYTECODE: "1" };
  const run = (command: string, args: readonly string[], cwd: string, more: object = {}): Promise<unknown> =>
    execute(command, args, { cwd, timeout, env: { ...env, ...more } });
  const suites: Readonly<Record<string, readonly (readonly [string, () => Promise<unknown>])[]>> = {
    go: [["go module", () => run("go", ["test", "-count=1", "./..."], join(helpers, "go"))]],
    java: [["JUnit extension", () => run("mvn", ["--quiet", "--batch-mode", "test"], join(helpers, "java"))]],
    python: [
      ["pytest plugin", () => pytest(folder, run)],
      ["control API by schemathesis", () => schemathesis(folder, binary, run)],
    ],
  };
  const outcomes: HelperOutcome[] = [];
  for (const language of newcomerLanguages.filter((name) => name === "node" || languages.includes(name)))
    outcomes.push([
      `a newcomer's first test, ${language}`,
      await failureOf(() => runNewcomer(language, run)),
    ]);
  for (const [name, suite] of languages.flatMap((language) => suites[language] ?? []))
    outcomes.push([name, await failureOf(suite)]);
  return outcomes;
}

async function failureOf(suite: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await suite();
    return undefined;
  } catch (error) {
    const {
      stdout = "",
      stderr = "",
      message,
    } = error as { stdout?: string; stderr?: string; message: string };
    return `${message}\n${stdout.slice(-4000)}${stderr.slice(-1000)}`;
  }
}

/** The client is where the other tests of Python have it. */
async function pytest(folder: string, run: Run): Promise<unknown> {
  const tools = await installed(folder, run, "pytest==9.1.1");
  const path = [join(folder, "python"), join(helpers, "python"), tools].join(":");
  const args = ["-m", "pytest", "-q", "-p", "alicred_pytest", "-p", "no:cacheprovider"];
  return run("python3", args, join(helpers, "python"), { PYTHONPATH: path });
}

/** Calls every operation with what its description allows, and with what it does not. */
async function schemathesis(folder: string, binary: string, run: Run): Promise<unknown> {
  const tools = await installed(folder, run, "schemathesis==4.32.5");
  const server = spawn(binary, ["simulate", "--json", "--token", token, "--speed", "0"]);
  try {
    const [line] = (await once(createInterface({ input: server.stdout }), "line")) as [string];
    const { control } = JSON.parse(line) as { readonly control: { readonly url: string } };
    const checks =
      "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";
    const args = ["-m", "schemathesis.cli", "run", `${control.url}/openapi.json`, "--url", control.url];
    const options = ["--checks", checks, "--max-examples", "15", "--seed", "1", "--workers", "1"];
    const authorization = ["--header", `Authorization: Bearer ${token}`];
    return await run("python3", [...args, ...options, ...authorization], folder, { PYTHONPATH: tools });
  } finally {
    server.kill();
  }
}

async function installed(folder: string, run: Run, requirement: string): Promise<string> {
  const target = join(folder, `tools-${requirement}`);
  await access(target).catch(async () => {
    await mkdir(target, { recursive: true });
    const args = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", target];
    await run("python3", [...args, requirement], folder);
  });
  return target;
}
