// A network namespace that has its own loopback and nothing else: no route out, no resolver.
import { execFile, spawn } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { promisify } from "node:util";

const execute = promisify(execFile);

export interface Namespace {
  /** Runs a program inside, its output passed through. Resolves with its exit code. */
  run(command: string, args: readonly string[], timeoutMs: number): Promise<number>;
  remove(): Promise<void>;
}

/** Why there can be none here; `undefined` when there can. */
export async function missingNamespaces(): Promise<string | undefined> {
  if (process.platform !== "linux") return "network namespaces are a feature of Linux";
  if (process.getuid?.() !== 0) return "it takes root to make a network namespace";
  return execute("ip", ["netns", "list"]).then(
    () => undefined,
    () => "the command ip does not run here; install iproute2",
  );
}

/** @param hosts - names that lead to 127.0.0.1; 100.100.100.200 is reached by its address. */
export async function createNamespace(hosts: readonly string[]): Promise<Namespace> {
  const name = `alicred-clients-${process.pid}`;
  const etc = `/etc/netns/${name}`;
  const ip = (...args: string[]): Promise<unknown> => execute("ip", args);
  const running = new Set<number>();

  async function remove(): Promise<void> {
    for (const pid of running) kill(pid);
    await ip("netns", "delete", name).catch(() => undefined);
    await rm(etc, { recursive: true, force: true });
  }

  try {
    await mkdir(etc, { recursive: true });
    const lines = ["127.0.0.1 localhost", ...hosts.map((host) => `127.0.0.1 ${host}`)];
    await writeFile(`${etc}/hosts`, `${lines.join("\n")}\n`);
    await writeFile(`${etc}/resolv.conf`, "");
    await writeFile(`${etc}/nsswitch.conf`, "hosts: files\n");
    await ip("netns", "add", name);
    await ip("-n", name, "link", "set", "lo", "up");
    await ip("-n", name, "address", "add", "100.100.100.200/32", "dev", "lo");
  } catch (error) {
    await remove();
    throw error;
  }

  return {
    remove,
    run: (command, args, timeoutMs) =>
      new Promise((resolve, reject) => {
        // A process group of its own, so that its children end with it.
        const child = spawn("ip", ["netns", "exec", name, command, ...args], {
          stdio: "inherit",
          detached: true,
        });
        const { pid } = child;
        if (pid !== undefined) running.add(pid);
        const timer = setTimeout(() => {
          console.error(`no end after ${timeoutMs / 1000} s`);
          if (pid !== undefined) kill(pid);
        }, timeoutMs);
        child.on("error", reject);
        child.on("exit", (code) => {
          clearTimeout(timer);
          if (pid !== undefined) running.delete(pid);
          resolve(code ?? 1);
        });
      }),
  };
}

function kill(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
