import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Checks } from "../../tools/checks.ts";
import type { Windows } from "./wine.ts";

const PROCESSES = 4;
const CHANGES = 5;

/** Adds to a number in a file again and again; the arguments are the file, and how often. */
const COUNTER = `
import { nodeHost } from "@alicred/core/host/node";
import { withFileStore } from "@alicred/file-store";
const [file, times] = process.argv.slice(2);
const host = withFileStore(nodeHost(), { lockTimeoutMs: 60_000 });
for (let time = 0; time < Number(times); time++) {
  await host.files.updateJson(file, async (text) => [{ path: ["count"], value: JSON.parse(text).count + 1 }], { maxBytes: 1e6 });
}
`;

/** Changes a file while the process that runs it has it open, as scanners and editors do for a moment. */
const OPEN_FILE = `
import { closeSync, openSync } from "node:fs";
import { nodeHost } from "@alicred/core/host/node";
import { withFileStore } from "@alicred/file-store";
const [file] = process.argv.slice(2);
const host = withFileStore(nodeHost());
const descriptor = openSync(file, "r");
setTimeout(() => closeSync(descriptor), 700);
await host.files.updateJson(file, async () => [{ path: ["open"], value: true }], { maxBytes: 1e6 });
console.log("changed");
`;

/** The file store, as installed, on the file system of Windows. */
export async function tryFileStore(checks: Checks, windows: Windows, installed: string): Promise<void> {
  const folder = join(windows.home, "store");
  const file = join(folder, "config.json");
  mkdirSync(folder, { recursive: true });
  const program = (name: string, code: string): string => {
    const path = join(installed, name);
    writeFileSync(path, code);
    return windows.pathOf(path);
  };
  await checks.check(`${PROCESSES} processes with ${CHANGES} changes each lose none`, async () => {
    writeFileSync(file, '{\r\n  "count": 0\r\n}\r\n');
    const counter = program("counter.mjs", COUNTER);
    const args = [counter, windows.pathOf(file), String(CHANGES)];
    const runs = await Promise.all(Array.from({ length: PROCESSES }, () => windows.node(args)));
    const failed = runs.find(({ exitCode }) => exitCode !== 0);
    if (failed !== undefined) throw new Error(failed.output);
    const expected = `{\r\n  "count": ${PROCESSES * CHANGES}\r\n}\r\n`;
    const text = readFileSync(file, "utf8");
    if (text !== expected) throw new Error(`the file is now ${JSON.stringify(text)}`);
    return `${PROCESSES * CHANGES} changes`;
  });
  await checks.check("no lock and no temporary file is left", () => {
    const left = readdirSync(folder).filter((name) => name !== "config.json");
    if (left.length > 0) throw new Error(left.join(", "));
    return undefined;
  });
  await checks.check("a file that is open for a moment is replaced once it is closed", async () => {
    const { exitCode, output } = await windows.node([program("open.mjs", OPEN_FILE), windows.pathOf(file)]);
    if (exitCode !== 0 || !readFileSync(file, "utf8").includes('"open": true')) throw new Error(output);
    return undefined;
  });
}
