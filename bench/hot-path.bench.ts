// A hit: awaiting credentials that are cached and fresh. And a stampede: 10,000 cold callers at once.
// Subjects: alicred, the floor, and the peers, all in this process, each round in another order.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { cpus } from "node:os";
import * as alicloud from "@alicloud/credentials";
import { type CredentialSource, found, refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { memoize } from "@smithy/property-provider";
import { measure } from "mitata";
import { table } from "../tools/table.ts";

interface Subject {
  readonly name: string;
  readonly get: () => Promise<unknown>;
}

const HOUR_MS = 3_600_000;
/** The part of `@alicloud/credentials` that is used here. */
interface PeerModule {
  readonly default: new (config: unknown) => { getCredential(): Promise<unknown> };
  readonly Config: new (fields: Readonly<Record<string, string>>) => unknown;
}

const ROUNDS = 7;
const KEY = { accessKeyId: "LTAIexample", accessKeySecret: "secret" };
const hourly = (): { expiration: Date } => ({ expiration: new Date(Date.now() + HOUR_MS) });

const constant = { ...KEY };
const expiring: CredentialSource = { name: "expiring", resolve: async () => found({ ...KEY, ...hourly() }) };
const resolver = refreshing(expiring, { host: nodeHost() });
const listened = refreshing(expiring, { host: nodeHost(), onEvent: () => undefined });
const isExpiring = (value: { expiration: Date }): boolean =>
  value.expiration.getTime() - Date.now() < 300_000;
const smithy = memoize(
  async () => ({ ...KEY, ...hourly() }),
  isExpiring,
  () => true,
);
// The package is CommonJS: its default export is a property of the default export here.
const { default: PeerClient, Config } = alicloud.default as unknown as PeerModule;
const peer = new PeerClient(new Config({ type: "access_key", ...KEY }));

const subjects: readonly Subject[] = [
  { name: "floor: async () => constant", get: async () => constant },
  { name: "floor and one reading of the clock", get: async () => (Date.now() > 0 ? constant : undefined) },
  { name: "alicred: get()", get: () => resolver.get() },
  { name: "alicred: get() with an event listener", get: () => listened.get() },
  { name: "@smithy/property-provider: memoize, with expiry", get: () => smithy() },
  { name: "@alicloud/credentials: static key", get: () => peer.getCredential() },
];

console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}\n`);
console.log("A hit\n");
await hits();
console.log("\n10,000 cold callers at once, an upstream that takes 50 ms\n");
await stampede();

async function hits(): Promise<void> {
  const rounds = new Map(subjects.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, get } of round % 2 === 0 ? subjects : [...subjects].reverse()) {
      await get();
      const { p50 } = await measure(get, { min_cpu_time: 100_000_000, batch_threshold: 1_000_000 });
      rounds.get(name)?.push(p50);
    }
  }
  const rows = [["subject", "ns per hit", "bytes per hit", "times the floor"]];
  let floorNs = 0;
  for (const { name, get } of subjects) {
    const ns = median(rounds.get(name) ?? []);
    floorNs ||= ns;
    rows.push([name, ns.toFixed(0), (await bytesPerCall(get)).toFixed(0), (ns / floorNs).toFixed(2)]);
  }
  print(rows);
}

/** Heap growth over many awaited calls, in a young generation large enough that nothing is collected meanwhile. */
async function bytesPerCall(get: () => Promise<unknown>): Promise<number> {
  const calls = 50_000;
  const results: number[] = [];
  for (let round = 0; round < 5; round++) {
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    for (let call = 0; call < calls; call++) await get();
    results.push((process.memoryUsage().heapUsed - before) / calls);
  }
  return median(results);
}

/** The cost of 10,000 callers. */
interface Stampede {
  readonly upstreamCalls: number;
  readonly failed: number;
  readonly wallMs: number;
  readonly cpuMs: number;
}

async function stampede(): Promise<void> {
  const callers = 10_000;
  let upstreamCalls = 0;
  const server = createServer((_request, response) => {
    upstreamCalls++;
    const { accessKeyId: AccessKeyId, accessKeySecret: AccessKeySecret } = KEY;
    const Expiration = new Date(Date.now() + HOUR_MS).toISOString().replace(/\.\d+/, "");
    setTimeout(
      () =>
        response.end(
          JSON.stringify({ Code: "Success", AccessKeyId, AccessKeySecret, SecurityToken: "t", Expiration }),
        ),
      50,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const slow: CredentialSource = {
    name: "slow",
    async resolve() {
      await fetch(url);
      return found({ ...KEY, ...hourly() });
    },
  };
  async function slowKey(): Promise<typeof KEY & ReturnType<typeof hourly>> {
    await fetch(url);
    return { ...KEY, ...hourly() };
  }
  const rows = [["subject", "upstream calls", "failed callers", "wall ms", "CPU ms"]];
  const subjects: readonly (readonly [name: string, make: () => () => Promise<unknown>])[] = [
    ["alicred: get()", () => refreshing(slow, { host: nodeHost() }).get],
    [
      "alicred: get() with an event listener",
      () => refreshing(slow, { host: nodeHost(), onEvent: () => undefined }).get,
    ],
    [
      "@smithy/property-provider: memoize, with expiry",
      () =>
        memoize(
          () => slowKey(),
          isExpiring,
          () => true,
        ),
    ],
    [
      "@alicloud/credentials: credentials_uri",
      () => {
        const client = new PeerClient(new Config({ type: "credentials_uri", credentialsURI: url }));
        return () => client.getCredential();
      },
    ],
  ];
  const rounds = new Map(subjects.map(([name]) => [name, [] as Stampede[]]));
  const isSlow = (name: string): boolean => name.startsWith("@alicloud");
  const quick = subjects.filter(([name]) => !isSlow(name));
  // The first round only warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, make] of round % 2 === 0 ? quick : [...quick].reverse()) await run(name, make, round);
  }
  // Once, and last: it takes seconds, and its many connections still arrive when it is over.
  for (const [name, make] of subjects) if (isSlow(name)) await run(name, make, 1);

  async function run(name: string, make: () => () => Promise<unknown>, round: number): Promise<void> {
    const get = make();
    upstreamCalls = 0;
    globalThis.gc?.();
    const startedMs = performance.now();
    const before = process.cpuUsage();
    const outcomes = await Promise.allSettled(Array.from({ length: callers }, () => get()));
    const { user, system } = process.cpuUsage(before);
    const wallMs = performance.now() - startedMs;
    const failed = outcomes.filter(({ status }) => status === "rejected").length;
    if (round > 0) rounds.get(name)?.push({ upstreamCalls, failed, wallMs, cpuMs: (user + system) / 1000 });
  }
  for (const [name, results] of rounds) {
    const medianOf = (read: (result: Stampede) => number): number => median(results.map(read));
    rows.push([
      name,
      medianOf((each) => each.upstreamCalls).toFixed(0),
      medianOf((each) => each.failed).toFixed(0),
      medianOf((each) => each.wallMs).toFixed(0),
      medianOf((each) => each.cpuMs).toFixed(1),
    ]);
  }
  server.closeAllConnections();
  server.close();
  print(rows);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function print(rows: readonly (readonly string[])[]): void {
  for (const line of table(rows)) console.log(`  ${line}`);
}
