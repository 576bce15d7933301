import { createTestHost } from "@alicred/conformance";
import {
  AlicredError,
  type Credentials,
  type Host,
  type Resolver,
  type ResolverEvent,
  refreshing,
} from "@alicred/core";
import { defaultWorld, simulateCloud } from "@alicred/simulators";
import { createRandom } from "../fuzz/support/random.ts";
import { heapMebibytes } from "./heap.ts";
import { type SoakSource, soakSources } from "./sources.ts";
import { planTroubles, type Trouble } from "./troubles.ts";

export interface WeekOptions {
  readonly seed: number;
  readonly sources: number;
  readonly days: number;
  readonly onDay?: (day: number, heap: number) => void;
}

export interface WeekReport {
  readonly calls: number;
  readonly refreshes: number;
  readonly failedRefreshes: number;
  /** Calls that failed while nothing valid was left, in a time of trouble. */
  readonly failedCalls: number;
  readonly troubles: number;
  /** In MiB, at the end of each day. */
  readonly heap: readonly number[];
  /** Timers that are left after all resolvers are closed. */
  readonly timers: number;
  /** Broken promises, at most ten of them. */
  readonly faults: readonly string[];
}

const STEP_MS = 5 * 60_000;
const DAY_MS = 86_400_000;
/** After the end of a trouble the next attempt follows within a minute of backoff, and takes at most 20 seconds. */
const AFTERMATH_MS = 90_000;
const MOST_FAULTS = 10;

interface Client extends SoakSource {
  readonly name: string;
  readonly resolver: Resolver;
  held: Credentials | undefined;
}

/**
 * Days of virtual time: each five minutes every source is asked, while services have troubles that a seed determines. What must
 * hold: no call waits for longer than a refresh may take; nothing expired is served; a call fails only when nothing valid is left,
 * and only in a time of trouble; nothing grows.
 */
export async function runWeek({ seed, sources, days, onDay }: WeekOptions): Promise<WeekReport> {
  const world = { ...defaultWorld, sts: { requestsPerMinute: 1_000_000_000 } };
  const cloud = simulateCloud({ seed, world, journalLimit: 1_000 });
  const host: Host = createTestHost({
    clock: cloud.clock,
    fetch: (url, init) => cloud.fetch(url, init),
    seed,
    // Kept by nobody, as in a process that lives on: the test host's own would hold every refresh for its `settled`.
    waitUntil: (work) => void work.catch((thrown: unknown) => fault(`a refresh rejected: ${String(thrown)}`)),
  });
  const startMs = cloud.clock.now();
  const endMs = startMs + days * DAY_MS;
  const troubles = planTroubles(cloud, endMs, createRandom(seed));
  const faults: string[] = [];
  const heap: number[] = [];
  let [calls, refreshes, failedRefreshes, failedCalls] = [0, 0, 0, 0];

  const onEvent = (event: ResolverEvent): void => {
    if (event.type === "refresh-success") refreshes += 1;
    if (event.type === "refresh-failure") failedRefreshes += 1;
    if (event.type === "refresh-failure" && failedRefreshes % 100 === 1) cloud.expectNoSecrets(event);
  };
  let token = "";
  const clients: readonly Client[] = soakSources(cloud, sources, () => token).map((each, index) => ({
    ...each,
    name: `source ${index} (${each.source.name})`,
    resolver: refreshing(each.source, { host, onEvent }),
    held: undefined,
  }));
  const fault = (text: string): void => {
    if (faults.length < MOST_FAULTS) faults.push(`${new Date(cloud.clock.now()).toISOString()} ${text}`);
  };

  async function call(client: Client): Promise<void> {
    calls += 1;
    const askedMs = cloud.clock.now();
    try {
      client.held = await client.resolver.get();
      const leftMs = (client.held.expiresAtMs ?? Number.POSITIVE_INFINITY) - cloud.clock.now();
      if (leftMs <= 0) fault(`${client.name}: served ${-leftMs} ms after the end`);
    } catch (thrown) {
      failedCalls += 1;
      const { name, held, services } = client;
      if (!(thrown instanceof AlicredError)) return fault(`${name}: threw ${String(thrown)}`);
      if ((held?.expiresAtMs ?? 0) > cloud.clock.now())
        fault(`${name}: ${thrown.code} while a session was valid`);
      if (!isTroubled(troubles, services, askedMs)) fault(`${name}: ${thrown.code} without a trouble`);
    }
  }

  for (let nowMs = startMs; nowMs < endMs; nowMs = cloud.clock.now()) {
    let settled = 0;
    token = await cloud.oidcIssuer().mint();
    const round = Promise.all(
      clients.map(async (client) => {
        await call(client);
        settled += 1;
      }),
    );
    await cloud.advance(STEP_MS);
    if (settled < clients.length)
      fault(`${clients.length - settled} calls waited for more than ${STEP_MS} ms`);
    await round;
    if ((cloud.clock.now() - startMs) % DAY_MS !== 0) continue;
    heap.push(heapMebibytes());
    onDay?.(heap.length, heap.at(-1) ?? 0);
  }
  for (const { resolver } of clients) resolver.close();
  await cloud.advance(STEP_MS);
  const timers = cloud.clock.pendingTimers();
  return { calls, refreshes, failedRefreshes, failedCalls, troubles: troubles.length, heap, timers, faults };
}

function isTroubled(troubles: readonly Trouble[], services: readonly string[], atMs: number): boolean {
  return troubles.some(
    ({ service, fromMs, untilMs }) =>
      services.includes(service) && fromMs <= atMs + AFTERMATH_MS && atMs <= untilMs + AFTERMATH_MS,
  );
}

/** The growth of the heap from the second day to the last, in MiB. */
export function weekGrowth(heap: readonly number[]): number {
  return (heap.at(-1) ?? 0) - (heap[1] ?? heap[0] ?? 0);
}
