import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { RunContext, Runtime, RuntimeReport } from "./runtime.ts";

const timeoutMs = 120_000;
const execute = promisify(execFile);

export const node: Runtime = {
  name: "node",
  missing: async () => undefined,
  run: ({ origin, home }) =>
    runEntry(process.execPath, ["--import", "tsx", path("entry-node.ts"), origin, home]),
};

export const deno: Runtime = {
  name: "deno",
  missing: () => cannotStart(bin("deno"), "npm ci installs it (package deno)"),
  run: ({ origin, home }: RunContext) =>
    runEntry(bin("deno"), [
      "run",
      "--quiet",
      "--no-prompt",
      `--allow-net=${new URL(origin).host}`,
      `--allow-read=${home}`,
      `--allow-run=${process.execPath}`,
      path("entry-deno.ts"),
      origin,
      home,
    ]),
};

export const bun: Runtime = {
  name: "bun",
  missing: () => cannotStart(bin("bun"), "npm ci installs it, unless install scripts are off (package bun)"),
  run: ({ origin, home }) => runEntry(bin("bun"), [path("entry-bun.ts"), origin, home]),
};

/** Runs an entry in its own process; the report is the last line that it prints. */
async function runEntry(command: string, args: readonly string[]): Promise<RuntimeReport> {
  const { stdout } = await execute(command, args, { timeout: timeoutMs, maxBuffer: 16 * 1024 * 1024 });
  const lines = stdout.trimEnd().split("\n");
  for (const line of lines.slice(0, -1)) console.log(`  ${line}`);
  return JSON.parse(lines.at(-1) ?? "") as RuntimeReport;
}

async function cannotStart(command: string, remedy: string): Promise<string | undefined> {
  return execute(command, ["--version"], { timeout: timeoutMs }).then(
    () => undefined,
    () => `${command} does not start; ${remedy}`,
  );
}

function bin(name: string): string {
  return path(`../../node_modules/.bin/${name}${process.platform === "win32" ? ".cmd" : ""}`);
}

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
