// Run by Deno: `program.ts LIMITS ARGV`. Runs a program through Deno's host and prints what came of it. With `ending` the
// time is over, or the caller aborts, at the first word on standard input.
import process from "node:process";
import { denoHost } from "@alicred/core/host/deno";

const [limits = "{}", ...argv] = process.argv.slice(2);
const { ending, ...options } = JSON.parse(limits);
const [file = "", ...args] = argv;
const controller = new AbortController();
if (ending === "abort") process.stdin.once("data", () => controller.abort(new Error("enough")));
if (ending === "time") {
  const { setTimeout } = globalThis;
  const start = (callback: () => void, ms: number): unknown =>
    ms === options.timeoutMs ? process.stdin.once("data", callback) : setTimeout(callback, ms);
  Object.assign(globalThis, { setTimeout: start });
}
try {
  const { signal } = controller;
  const result = await denoHost().processes?.run([file, ...args], { ...options, signal });
  console.log(JSON.stringify(result));
} catch (thrown) {
  const { code, name, message } = thrown as { code?: unknown; name: string; message: string };
  console.log(JSON.stringify({ failure: typeof code === "string" ? code : name, message }));
}
process.stdin.destroy();
