import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { binPath } from "../../../tools/workspace.ts";

/** A folder for a test, and a program to run in processes of its own. */
export interface Workshop {
  readonly folder: string;
  /** Runs the worker to its end; rejects with what it printed on standard error when it fails. */
  run(...args: readonly string[]): Promise<string>;
  /** The same in a process whose clock is wrong by so much. */
  runAt(skewMs: number, ...args: readonly string[]): Promise<string>;
  /** The same by Deno or Bun. */
  runBy(runtime: "deno" | "bun", ...args: readonly string[]): Promise<string>;
  start(...args: readonly string[]): ChildProcess;
  close(): void;
}

export async function openWorkshop(): Promise<Workshop> {
  const folder = mkdtempSync(join(tmpdir(), "alicred-write-back-"));
  const program = join(folder, "worker.cjs");
  await build({
    entryPoints: [fileURLToPath(new URL("worker.ts", import.meta.url))],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    logLevel: "error",
  });
  const start = (...args: readonly string[]): ChildProcess =>
    spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  return {
    folder,
    start,
    run: (...args) => finished(start(...args)),
    runAt: (skewMs, ...args) =>
      finished(
        spawn(process.execPath, [program, ...args], {
          env: { ...process.env, SKEW_MS: String(skewMs) },
          stdio: ["ignore", "pipe", "pipe"],
        }),
      ),
    runBy(runtime, ...args) {
      const options = runtime === "deno" ? ["run", "--allow-all", "--no-config"] : ["run"];
      return finished(
        spawn(binPath(runtime), [...options, program, ...args], { stdio: ["ignore", "pipe", "pipe"] }),
      );
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function finished(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    let complaint = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk;
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      complaint += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`exit code ${code}: ${complaint}`));
    });
  });
}
