import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MissingError } from "./row.ts";
import { valkeyServer } from "./valkey-server.ts";

/** A server of this test that speaks like Redis, on a free port of loopback. */
export interface RedisServer {
  readonly port: number;
  /** Starts it again, empty, at the same port. */
  start(): Promise<void>;
  /** Ends it at once. */
  kill(): Promise<void>;
  /** Makes it stand still, and continue. */
  signal(signal: "SIGSTOP" | "SIGCONT"): void;
  close(): Promise<void>;
}

/** The servers that the store is run with. */
export type ServerKind = "redis" | "valkey";

/** @throws {MissingError} without `redis-server` in PATH; for Valkey, where it is not in PATH and pip cannot get it. */
export async function startRedis(kind: ServerKind = "redis"): Promise<RedisServer> {
  const program = kind === "valkey" ? await valkeyServer() : "redis-server";
  const folder = mkdtempSync(join(tmpdir(), "alicred-redis-"));
  const port = await freePort();
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
    child = spawn(program, [...args, "--dir", folder], { stdio: ["ignore", "pipe", "ignore"] });
    const { stdout } = child;
    await new Promise<void>((resolve, reject) => {
      let log = "";
      child?.on("error", () =>
        reject(new MissingError(`${program} is missing: apt-get install redis-server`)),
      );
      child?.on("close", () => reject(new Error(`${program} ended: ${log.slice(-500)}`)));
      stdout?.on("data", (chunk: Buffer) => {
        log += chunk;
        if (log.includes("Ready to accept connections")) resolve();
      });
    });
  }

  async function kill(): Promise<void> {
    const gone = child;
    child = undefined;
    if (!gone || gone.exitCode !== null || gone.signalCode !== null) return;
    await new Promise<void>((resolve) => {
      gone.on("close", () => resolve());
      gone.kill("SIGKILL");
    });
  }

  // It does not outlive a test that breaks off.
  process.on("exit", () => child?.kill("SIGKILL"));
  await start();
  return {
    port,
    start,
    kill,
    signal: (signal) => void child?.kill(signal),
    async close() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}
