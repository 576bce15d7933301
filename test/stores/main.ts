// Every store in every situation, with real processes and servers: `npm run test:stores`.
// tsx test/stores/main.ts [--only NAME,…] [--report FILE]
import { parseArgs } from "node:util";
import { nodeHost } from "@alicred/core/host/node";
import { storeContract } from "@alicred/shared-cache/contract";
import { type Failure, writeReport } from "../../tools/part-report.ts";
import { box, table } from "../../tools/table.ts";
import { cells, stage } from "./cells.ts";
import { proofs } from "./proofs.ts";
import { MissingError, type Row, type World } from "./row.ts";
import { rows } from "./rows.ts";
import { startUpstream, type Upstream } from "./upstream.ts";

/** Nothing takes so long, unless it hangs: the machine may be ten times as slow as yours. */
const LIMIT_MS = 600_000;

const { values } = parseArgs({ options: { only: { type: "string" }, report: { type: "string" } } });
const only = values.only?.split(",");
const inCi = process.env["CI"] === "true";
const failures: Failure[] = [];
const missing: string[] = [];
let missingInCi = 0;
const grid: string[][] = [
  ["store", "contract", ...cells.map(({ name }) => name), ...proofs.map(({ name }) => name)],
];
let passed = 0;

const upstream = await startUpstream();
const chosen = rows.filter(({ name }) => only?.includes(name) ?? true);
// The situations wait more than they work: the rows run side by side.
grid.push(...(await Promise.all(chosen.map((row) => runRow(row, upstream)))));
upstream.close();

console.log(["", ...table(grid)].join("\n"));
for (const { title, message } of failures)
  console.log(`\nFAIL ${title}\n     ${message.replaceAll("\n", "\n     ")}`);
if (missing.length > 0) {
  const head =
    missingInCi > 0 ? `MISSING, ${missingInCi} counted as a failure` : "MISSING: not tested on this machine";
  console.log(["", ...box([head, ...missing])].join("\n"));
}
if (values.report !== undefined) writeReport(values.report, { passed, skipped: 0, failures, missing });
const failed = failures.length + missingInCi;
console.log(`\n${passed} passed, ${failed} failed`);
// Whatever hangs must not keep the command from ending.
process.exit(failed > 0 || chosen.length === 0 ? 1 : 0);

async function runRow(row: Row, service: Upstream): Promise<string[]> {
  let world: World;
  try {
    world = await row.start();
  } catch (thrown) {
    if (thrown instanceof MissingError) {
      missing.push(`${row.name}: ${thrown.message}`);
      if (inCi && thrown.isInCi) missingInCi += 1;
    } else failures.push({ title: `${row.name}: start`, message: String(thrown) });
    return [row.name, ...(grid[0]?.slice(1).map(() => "-") ?? [])];
  }
  const results = [row.name, await contract(row, world)];
  for (const { name, run } of cells)
    results.push(await attempt(`${row.name}: ${name}`, () => run(world, stage(service))));
  for (const { name, applies, run } of proofs)
    results.push(applies(world) ? await attempt(`${row.name}: ${name}`, () => run(world, service)) : "n/a");
  await world.close();
  return results;
}

async function contract(row: Row, { client }: World): Promise<string> {
  if (client === undefined) return "n/a";
  // In one process the store in memory is one object.
  const store = client();
  const checks = storeContract({
    store,
    other: store.name === "memory" ? store : client(),
    host: nodeHost(),
    shortMs: 600,
  });
  const results = await Promise.all(
    checks.map(({ name, run }) => attempt(`${row.name}: contract: ${name}`, run, false)),
  );
  return results.every((result) => result === "ok") ? "ok" : "FAIL";
}

async function attempt(title: string, run: () => Promise<unknown>, isTold = true): Promise<string> {
  const startedMs = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it hangs: no end after ${LIMIT_MS} ms`)), LIMIT_MS);
  });
  try {
    const note = await Promise.race([run(), hang]);
    passed += 1;
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    if (isTold) console.log(`ok   ${title}${typeof note === "string" ? `: ${note}` : ""} (${seconds} s)`);
    return "ok";
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    failures.push({ title, message });
    console.log(`FAIL ${title}: ${message}`);
    return "FAIL";
  } finally {
    clearTimeout(timer);
  }
}
