import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hammer } from "./hammer.ts";
import { kills } from "./kills.ts";
import { logins } from "./logins.ts";
import type { Workshop } from "./processes.ts";

const HOUR_MS = 3_600_000;

/** No process fails, no read is torn, no update is lost, and what nobody wrote is untouched. */
export async function expectHammer(workshop: Workshop, processes: number, rounds: number): Promise<string> {
  const { reads, ...result } = await hammer(workshop, processes, rounds);
  deepStrictEqual(result, { failures: [], tornReads: 0, lostUpdates: 0, intact: true });
  return `${processes * rounds} processes, ${reads} reads meanwhile`;
}

/** One process spends the refresh token and makes the session; all others find them. */
export async function expectLogins(workshop: Workshop, processes: number, callers: number): Promise<string> {
  const { keys, ...result } = await logins(workshop, processes, callers);
  deepStrictEqual(result, { refreshes: 1, exchanges: 1, refused: 0, saved: true });
  strictEqual(new Set(keys).size, 1, `the processes were given different sessions: ${keys.join(", ")}`);
  return `${processes * callers} callers, 1 grant`;
}

/** Node, Deno and Bun keep the same lock. */
export async function expectRuntimes(workshop: Workshop, times: number): Promise<string> {
  const file = join(workshop.folder, "runtimes.json");
  writeFileSync(file, JSON.stringify({ profiles: [{ name: "p", count: 0 }] }, null, 2));
  const args = ["add", file, "p", String(times)];
  await Promise.all([workshop.run(...args), workshop.runBy("deno", ...args), workshop.runBy("bun", ...args)]);
  const { profiles } = JSON.parse(readFileSync(file, "utf8"));
  strictEqual(profiles[0].count, 3 * times);
  return `${3 * times} updates`;
}

/** Processes whose clocks are an hour apart lose no update of each other, and wait for each other. */
export async function expectClocks(workshop: Workshop, each: number, times: number): Promise<string> {
  const file = join(workshop.folder, "clocks.json");
  writeFileSync(file, JSON.stringify({ profiles: [{ name: "p", count: 0 }] }, null, 2));
  const skews = Array.from({ length: each }, () => [-HOUR_MS, 0, HOUR_MS]).flat();
  const said = await Promise.all(
    skews.map((skewMs) => workshop.runAt(skewMs, "addSlowly", file, "p", String(times))),
  );
  const values = said.flatMap((lines) => lines.trim().split("\n").map(Number)).sort((a, b) => a - b);
  // Each update found the result of another, and none twice.
  deepStrictEqual(
    values,
    Array.from(values, (_, index) => index + 1),
  );
  strictEqual(values.length, skews.length * times);
  strictEqual(JSON.parse(readFileSync(file, "utf8")).profiles[0].count, values.length);
  return `${values.length} updates by ${skews.length} processes`;
}

/** Whenever a process dies, the file parses, no field and no finished update is lost, and the next one continues. */
export async function expectKills(workshop: Workshop, runs: number, atOnce: number): Promise<string> {
  const { problems, locksLeft, updates } = await kills(workshop, runs, atOnce);
  deepStrictEqual(problems, []);
  if (updates < runs) throw new Error(`${runs} processes died after ${updates} updates`);
  if (locksLeft < Math.floor(runs / 2))
    throw new Error(`only ${locksLeft} processes died with the lock in hand`);
  return `${updates} updates, ${locksLeft} died with the lock in hand`;
}
