// Run by Deno: `program.ts LIMITS ARGV`. Runs a program through Deno's host and prints what came of it.
import process from "node:process";
import { denoHost } from "@alicred/core/host/deno";

const [limits = "{}", ...argv] = process.argv.slice(2);
const { abortAfterMs, ...options } = JSON.parse(limits);
const [file = "", ...args] = argv;
const signal = abortAfterMs === undefined ? undefined : AbortSignal.timeout(abortAfterMs);
try {
  const result = await denoHost().processes?.run([file, ...args], { ...options, signal });
  console.log(JSON.stringify(result));
} catch (thrown) {
  const { code, name, message } = thrown as { code?: unknown; name: string; message: string };
  console.log(JSON.stringify({ failure: typeof code === "string" ? code : name, message }));
}
