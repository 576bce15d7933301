import {
  createTestHost,
  type Resolution,
  resolveOnce,
  type TestHost,
  type TestHostOptions,
} from "@alicred/conformance";
import { type Cloud, type SimulateCloudOptions, simulateCloud } from "@alicred/simulators";
import { type EcsRamRoleOptions, ecsRamRole } from "../src/mod.ts";

export interface Bench {
  readonly cloud: Cloud;
  readonly host: TestHost;
  /** Operations and how they were decided, in order: `CreateToken allowed`. */
  log(): readonly string[];
  resolve(options?: EcsRamRoleOptions): Promise<Resolution>;
}

export function bench(hostOptions: TestHostOptions = {}, options: SimulateCloudOptions = {}): Bench {
  const cloud = simulateCloud(options);
  const host = createTestHost({
    clock: cloud.clock,
    fetch: (url, init) => cloud.fetch(url, init),
    ...hostOptions,
  });
  return {
    cloud,
    host,
    log: () =>
      cloud.journal.entries().map(({ operation, decision, code }) => `${operation} ${code ?? decision}`),
    resolve: (given) => resolveOnce(ecsRamRole(given), host),
  };
}

/** A host on a machine that has no metadata service: requests fail at once, or are never answered. */
export function laptop(
  kind: "refused" | "silent",
  env: Record<string, string> = {},
): Bench & { requests(): number } {
  let requests = 0;
  const table = bench({
    env,
    fetch: (_url, { signal }) => {
      requests += 1;
      if (kind === "refused")
        return Promise.reject(new TypeError("fetch failed", { cause: { code: "EHOSTUNREACH" } }));
      return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    },
  });
  return { ...table, requests: () => requests };
}

/** Runs `work` while time passes as it waits, and says how long that took. */
export async function timed<T>({ cloud }: Bench, work: Promise<T>): Promise<{ result: T; tookMs: number }> {
  const startMs = cloud.clock.now();
  let endMs = startMs;
  const done = work.finally(() => {
    endMs = cloud.clock.now();
  });
  await cloud.clock.advance("30s");
  return { result: await done, tookMs: endMs - startMs };
}
