// Runs benchmarks, each in a fresh process: tsx bench/main.ts [NAME...], all of them by default.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";

const suffix = ".bench.ts";
/** Of one benchmark: room for its garbage, where what a call allocates is counted. */
const extraFlags: Readonly<Record<string, readonly string[]>> = {
  "hot-path": ["--min-semi-space-size=64", "--max-semi-space-size=64"],
};

const names = readdirSync(new URL(".", import.meta.url))
  .filter((file) => file.endsWith(suffix))
  .map((file) => file.slice(0, -suffix.length))
  .sort();
const chosen = process.argv.length > 2 ? process.argv.slice(2) : names;
const unknown = chosen.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(", ")}; there are: ${names.join(", ")}`);
  process.exit(2);
}

const memoryGb = (totalmem() / 2 ** 30).toFixed(0);
console.log(
  `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${memoryGb} GB, ${process.platform} ${process.arch}`,
);
let failed = false;
for (const name of chosen) {
  console.log(`\n== ${name}`);
  const file = fileURLToPath(new URL(`${name}${suffix}`, import.meta.url));
  const flags = ["--expose-gc", ...(extraFlags[name] ?? []), "--import", "tsx"];
  const { status } = spawnSync(process.execPath, [...flags, file], { stdio: "inherit" });
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
