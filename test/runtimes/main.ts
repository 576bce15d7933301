// Runs the case list in every runtime: tsx test/runtimes/main.ts [--only NAME[,NAME]] [--report FILE]
import { rm } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Failure, writeReport } from "../../tools/part-report.ts";
import { box, table } from "../../tools/table.ts";
import { runtimeNames } from "../cases/case.ts";
import { cases } from "../cases/mod.ts";
import { bundleCases } from "./bundle.ts";
import { chromium } from "./chromium.ts";
import { edgeRuntime } from "./edge-runtime.ts";
import { writeHome } from "./home.ts";
import { printMatrix } from "./matrix.ts";
import { startOrigin } from "./origin.ts";
import { bun, deno, node } from "./processes.ts";
import type { Runtime, RuntimeReport } from "./runtime.ts";
import { bareWorkerd, nodejsWorkerd } from "./workerd.ts";

const all: readonly Runtime[] = [node, deno, bun, bareWorkerd, nodejsWorkerd, edgeRuntime, chromium];

const runtimeTimeoutMs = 120_000;

const { values } = parseArgs({ options: { only: { type: "string" }, report: { type: "string" } } });
const only = values.only?.split(",") ?? runtimeNames;
const chosen = all.filter((runtime) => only.some((name) => name === runtime.name));
if (chosen.length !== only.length) {
  console.error(`--only ${values.only}: the runtimes are ${runtimeNames.join(", ")}`);
  process.exit(2);
}

const bundles = await bundleCases(fileURLToPath(new URL("../../build/runtimes", import.meta.url)));
const origin = await startOrigin();
const home = await writeHome(origin.url);
const rows = [["runtime", "version", "cases", "passed", "excepted", "failed"]];
const exceptions: string[] = [];
const missing: string[] = [];
const results: RuntimeReport["results"][] = [];
const failures: Failure[] = [];
let passed = 0;

for (const runtime of chosen) {
  const absent = await runtime.missing();
  if (absent !== undefined) {
    missing.push(`${runtime.name}: ${absent}`);
    rows.push([runtime.name, "missing", "", "", "", ""]);
    continue;
  }
  const startedMs = performance.now();
  const report = await withDeadline(runtime.run({ origin: origin.url, home, bundles })).catch(describeCrash);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const problems = typeof report === "string" ? [report] : judge(report);
  console.log(`${problems.length === 0 ? "ok  " : "FAIL"} ${runtime.name} (${seconds} s)`);
  for (const problem of problems) console.log(`     ${problem}`);
  for (const slow of slowOnes(report)) console.log(`     slow: ${slow}`);
  failures.push(...problems.map((message) => ({ title: runtime.name, message })));
  if (typeof report !== "string") results.push(report.results);
  rows.push(typeof report === "string" ? [runtime.name, "crashed", "", "", "", ""] : count(runtime, report));
}
await origin.close();
await rm(home, { recursive: true });

const counts = new Set(rows.slice(1).map(([, , count]) => count));
const equal = counts.size === 1 && counts.has(String(cases.length));
const verdict = equal ? "the same in every runtime" : "NOT the same in every runtime";
console.log(["", ...table(rows), "", `${cases.length} cases in the list: ${verdict}`].join("\n"));
console.log(["", ...printMatrix(results), ""].join("\n"));
if (exceptions.length > 0) console.log(["Exceptions, checked to fail:", ...exceptions].join("\n  "));
if (missing.length > 0)
  console.log(box(["MISSING RUNTIMES: their cases did not run", ...missing]).join("\n"));
if (values.report !== undefined) writeReport(values.report, { passed, skipped: 0, failures, missing });
const bad = failures.length > 0 || (missing.length > 0 && process.env["CI"] === "true");
// A case may have left a timer or a connection in a runtime that lives in this process: end without waiting for it.
process.stdout.write("", () => process.exit(bad ? 1 : 0));

async function withDeadline<T>(work: Promise<T>): Promise<T> {
  const cancel = new AbortController();
  const deadline = setTimeout(runtimeTimeoutMs, undefined, { signal: cancel.signal }).then(() => {
    throw new Error(`no report after ${runtimeTimeoutMs} ms`);
  });
  deadline.catch(() => undefined);
  return Promise.race([work, deadline]).finally(() => cancel.abort());
}

/** Failed cases, and cases that the runtime left out. */
function judge(report: RuntimeReport): readonly string[] {
  const reported = new Map(report.results.map((result) => [result.name, result]));
  return cases.flatMap(({ name }) => {
    const result = reported.get(name);
    if (result === undefined) return [`${name}: was not run`];
    return result.status === "failed" ? [`${name}: ${result.detail}`] : [];
  });
}

function count(runtime: Runtime, { version, results }: RuntimeReport): string[] {
  const excepted = results.filter((result) => result.status === "excepted");
  const good = results.filter((result) => result.status === "passed").length;
  exceptions.push(...excepted.map((result) => `${runtime.name}: ${result.name}: ${result.detail}`));
  passed += good + excepted.length;
  const bad = results.length - good - excepted.length;
  return [runtime.name, version, ...[results.length, good, excepted.length, bad].map(String)];
}

function slowOnes(report: RuntimeReport | string): readonly string[] {
  if (typeof report === "string") return [];
  return report.results
    .filter(({ durationMs }) => durationMs > 2_000)
    .map(({ name, durationMs }) => `${name} (${durationMs} ms)`);
}

function describeCrash(reason: unknown): string {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  const output = "stderr" in error && typeof error.stderr === "string" ? `\n${error.stderr.trim()}` : "";
  return `the runner crashed: ${error.message.trim()}${output}`;
}
