// A process of its own for each measurement: nothing that another one left behind is in it.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Room for what a call allocates, where that is counted. */
const FLAGS = ["--expose-gc", "--min-semi-space-size=64", "--max-semi-space-size=64", "--import", "tsx"];
const LIMIT_MS = 900_000;

/** Runs a file of this folder, and returns the line of JSON that it prints. */
export function freshProcess<T>(file: string, words: readonly string[], quick: boolean): Promise<T> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const argv = [...FLAGS, path, ...words, ...(quick ? ["quick"] : [])];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "pipe"], timeout: LIMIT_MS });
    let out = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      const line = out.split("\n").find((text) => text.startsWith("["));
      if (code === 0 && line !== undefined) resolve(JSON.parse(line) as T);
      else reject(new Error(`${[file, ...words].join(" ")} ended with ${code}\n${errors}`));
    });
  });
}
