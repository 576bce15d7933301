// Run by each runtime: `program.ts HABIT ARGV`. Runs ARGV by the runtime's host and prints what came of it. At SIGUSR2 it
// ends as HABIT says.
import process from "node:process";
import { denoHost } from "@alicred/core/host/deno";
import { nodeHost } from "@alicred/core/host/node";

const [habit = "", file = "", ...args] = process.argv.slice(2);
const host = "Deno" in globalThis ? denoHost() : nodeHost();

process.on("SIGUSR2", () => {
  if (habit === "exits") process.exit(3);
  // Bun survives what its listeners of signals throw, and what is thrown while the module waits at its top level.
  setTimeout(() => {
    throw new Error("nobody catches this");
  });
});
if (habit === "handles") process.on("SIGTERM", () => process.stdout.write("handled\n"));
if (habit === "cleans up") {
  // As the package signal-exit does it: when its own listeners are alone, it passes the signal on after its work.
  const emitter = { count: 1 };
  Object.assign(process, { [Symbol.for("signal-exit emitter")]: emitter });
  const listener = (): void => {
    if (process.listenerCount("SIGTERM") !== emitter.count) return;
    process.off("SIGTERM", listener);
    process.stdout.write("cleaned up\n");
    process.kill(process.pid, "SIGTERM");
  };
  process.on("SIGTERM", listener);
}
const print = (result: unknown): void => void process.stdout.write(`${JSON.stringify(result)}\n`);
host.processes?.run([file, ...args], { timeoutMs: 60_000, maxBytes: 1_000 }).then(print, print);
