// The simulators: calls a second beside a bare Hono app, the start of a world, a virtual month, memory.
import { simulateCloud } from "@alicred/simulators";
import { median } from "../../cli/src/commands/bench/suite/figures.ts";
import type { Measure, Measured } from "../harness/work.ts";
import { dataServices } from "../simulators/data-services.ts";
import { signed, stsInProcess, stsServed, world } from "../simulators/sts.ts";

const HOUR_MS = 3_600_000;

export const measure: Measure = async (options) => {
  const firstMs = timed(() => simulateCloud());
  const rates = [
    ...(await stsInProcess(options)),
    ...(await stsServed(options)),
    ...(await dataServices(options)),
  ];
  if (options.quick) return rates;
  return [
    ...rates,
    own("first world of the process", { ms: firstMs }),
    own("another world", { ms: median(Array.from({ length: 50 }, () => timed(() => simulateCloud()))) }),
    own("another one, with a description", {
      ms: median(Array.from({ length: 50 }, () => timed(() => simulateCloud({ world })))),
    }),
    own("a month of hourly refreshes", { ms: median([await month(), await month(), await month()]) }),
    own("10,000 sessions, journal of 1", await memory(1)),
    own("10,000 sessions, journal of 10,000", await memory(10_000)),
  ];
};

function own(name: string, figures: Measured["figures"]): Measured {
  return { subject: "simulated cloud", kind: "own", group: name, case: name, figures };
}

async function month(): Promise<number> {
  const cloud = simulateCloud({ world });
  const call = signed(cloud, "v3");
  void (async () => {
    for (;;) {
      for (const { url, init } of call(1)) await (await cloud.fetch(url, init)).json();
      await cloud.clock.sleep(HOUR_MS);
    }
  })();
  const startMs = performance.now();
  await cloud.advance("30d");
  return performance.now() - startMs;
}

/** Heap per 10,000 sessions, with a journal of so many entries; and what is left of it two hours later. */
async function memory(journalLimit: number): Promise<{ mb: number; mbLater: number }> {
  const cloud = simulateCloud({ world, journalLimit });
  const call = signed(cloud, "v3");
  const issue = async (count: number): Promise<void> => {
    for (let left = count; left > 0; left -= 1000)
      for (const { url, init } of call(Math.min(1000, left))) await (await cloud.fetch(url, init)).text();
  };
  await issue(100);
  const before = heapMb();
  await issue(10_000);
  const mb = heapMb() - before;
  await cloud.advance("2h");
  await issue(1);
  return { mb, mbLater: heapMb() - before };
}

function heapMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

function timed(work: () => unknown): number {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}
