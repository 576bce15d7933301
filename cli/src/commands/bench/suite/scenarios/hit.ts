import type { Figures } from "../figures.ts";
import { median } from "../figures.ts";
import type { Scenario } from "../scenario.ts";

const CALLS = 50_000;
const BYTE_CALLS = 4_000;

/** Awaiting credentials that are cached and fresh: time and bytes of one call. */
export const hit: Scenario = {
  name: "hit",
  travels: false,
  async run(subject, { setting, quick }) {
    const client = await subject.create(setting);
    await client.get();
    const rounds = quick ? 8 : 25;
    const awaited = await nsPerCall(rounds, async (calls) => {
      for (let left = calls; left > 0; left--) await client.get();
    });
    const { peek } = client;
    const peeked =
      peek &&
      (await nsPerCall(rounds, (calls) => {
        for (let left = calls; left > 0; left--) peek();
      }));
    const clock = await nsPerCall(rounds, (calls) => {
      for (let left = calls; left > 0; left--) Date.now();
    });
    const figures: Figures = {
      ns: awaited,
      bytes: await bytesPerCall(() => client.get()),
      ...(peeked !== undefined && { peekNs: peeked }),
      clockNs: clock,
    };
    await client.close?.();
    return [{ case: "", figures }];
  },
};

/** The least CPU time of some rounds: whatever else the machine does only adds to it. */
async function nsPerCall(rounds: number, work: (calls: number) => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    await work(CALLS);
    const { user, system } = process.cpuUsage(before);
    times.push(((user + system) * 1e3) / CALLS);
  }
  return Math.min(...times);
}

/** Heap growth over awaited calls, few enough that nothing is collected meanwhile in most rounds. */
async function bytesPerCall(get: () => Promise<unknown>): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < 15; round++) {
    const before = process.memoryUsage().heapUsed;
    for (let left = BYTE_CALLS; left > 0; left--) await get();
    rounds.push((process.memoryUsage().heapUsed - before) / BYTE_CALLS);
  }
  return Math.max(0, median(rounds));
}
