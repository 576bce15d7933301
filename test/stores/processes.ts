import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Got, MemberOptions } from "./member.ts";
import type { ProcessMember } from "./row.ts";
import type { Command, StorePlace } from "./worker.ts";

/** Starts members as processes of their own. */
export interface Processes {
  start(options: MemberOptions): Promise<ProcessMember>;
  close(): void;
}

/** The worker as one file, built once for all rows. */
let program: Promise<string> | undefined;

export async function openProcesses(place: StorePlace): Promise<Processes> {
  program ??= bundle();
  return processesOf([process.execPath, await program, JSON.stringify(place)]);
}

/** @param argv the command of a member */
export function processesOf([file, ...args]: readonly [string, ...string[]]): Processes {
  const children = new Set<ChildProcess>();
  return {
    async start(options) {
      const child = spawn(file, args, {
        stdio: ["pipe", "pipe", "inherit"],
      });
      children.add(child);
      child.on("close", () => children.delete(child));
      const ask = conversation(child);
      await ask({ do: "open", options });
      return {
        get: async (callers) => (await ask({ do: "get", callers })) as Got,
        run: async (callers, everyMs, forMs) => (await ask({ do: "run", callers, everyMs, forMs })) as Got,
        reopen: async (other) => void (await ask({ do: "open", options: other })),
        invalidate: async () => void (await ask({ do: "invalidate" })),
        kill: () => void child.kill("SIGKILL"),
        close: () =>
          new Promise((resolve) => {
            if (child.exitCode !== null || child.signalCode !== null) return resolve();
            child.on("close", () => resolve());
            child.stdin?.end();
          }),
      };
    },
    close() {
      for (const child of children) child.kill("SIGKILL");
    },
  };
}

/** Sends a command, and gives the line that answers it; rejects when the process has ended. */
function conversation({ stdin, stdout }: ChildProcess): (command: Command) => Promise<unknown> {
  const waiting: { resolve(value: unknown): void; reject(error: Error): void }[] = [];
  if (!stdin || !stdout) throw new Error("the process has no pipes");
  // The end of a process that is killed.
  stdin.on("error", () => undefined);
  createInterface({ input: stdout })
    .on("line", (line) => waiting.shift()?.resolve(JSON.parse(line)))
    .on("close", () => {
      for (const { reject } of waiting.splice(0)) reject(new Error("the process has ended"));
    });
  return (command) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      stdin.write(`${JSON.stringify(command)}\n`);
    });
}

async function bundle(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "alicred-stores-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, "worker.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("worker.ts", import.meta.url))],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    logLevel: "error",
  });
  return outfile;
}
