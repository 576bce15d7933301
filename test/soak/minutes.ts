import { assumeRole } from "@alicred/assume-role";
import { AlicredError, type CredentialSource, type Resolver, refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { credentialsUri } from "@alicred/credentials-uri";
import { defaultWorld, simulateCloud } from "@alicred/simulators";
import { serve } from "@alicred/simulators/serve";
import { staticCredentials } from "@alicred/static";
import { heapMebibytes } from "./heap.ts";

export interface MinutesOptions {
  readonly minutes: number;
  readonly resolvers: number;
  readonly onMinute?: (minute: number, heap: number) => void;
}

export interface MinutesReport {
  readonly calls: number;
  /** Requests that reached the cloud. */
  readonly requests: number;
  readonly failed: number;
  /** Calls that were served what had expired. */
  readonly expired: number;
  /** In MiB, at the end of each minute. */
  readonly heap: readonly number[];
}

/** Virtual milliseconds in a real one: sessions of a quarter of an hour end every minute and a half. */
const SPEED = 10;
const PAUSE_MS = 10;
/** Of so many calls one is preceded by an invalidation, and begins anew. */
const INVALIDATE_EVERY = 200;

/** Many resolvers and callers in real time, over real connections to a served cloud whose clock runs ten times as fast. */
export async function runMinutes({
  minutes,
  resolvers: count,
  onMinute,
}: MinutesOptions): Promise<MinutesReport> {
  const cloud = simulateCloud({
    world: { ...defaultWorld, sts: { requestsPerMinute: 1_000_000_000 } },
    journalLimit: 1_000,
  });
  cloud.clock.setSpeed(SPEED);
  await using served = await serve(cloud);
  const host = nodeHost({ env: {}, clock: cloud.clock });
  const { accessKeyId, accessKeySecret } = cloud.accessKey("alice");
  const document = `${served.url}/credentials-uri${new URL(cloud.credentialsDocument().url).pathname}`;
  const sourceOf = (index: number): CredentialSource =>
    index % 2 === 0
      ? credentialsUri({ uri: document })
      : assumeRole({
          from: staticCredentials({ accessKeyId, accessKeySecret }),
          roleArn: "acs:ram::1000000000000001:role/admin",
          roleSessionName: `soak-${index}`,
          durationSeconds: 900,
          sts: { endpoint: served.url },
        });
  const resolvers = Array.from({ length: count }, (_, index) => refreshing(sourceOf(index), { host }));
  const endMs = performance.now() + minutes * 60_000;
  const heap: number[] = [];
  let [calls, failed, expired] = [0, 0, 0];

  async function caller(resolver: Resolver, offset: number): Promise<void> {
    for (let call = offset; performance.now() < endMs; call++) {
      if (call % INVALIDATE_EVERY === 0) resolver.invalidate();
      calls += 1;
      try {
        const { expiresAtMs = Number.POSITIVE_INFINITY } = await resolver.get();
        if (expiresAtMs <= cloud.clock.now()) expired += 1;
      } catch (thrown) {
        if (!(thrown instanceof AlicredError)) throw thrown;
        failed += 1;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  const timer = setInterval(() => {
    heap.push(heapMebibytes());
    onMinute?.(heap.length, heap.at(-1) ?? 0);
  }, 60_000);
  await Promise.all(resolvers.map((resolver, index) => caller(resolver, index)));
  clearInterval(timer);
  for (const resolver of resolvers) resolver.close();
  cloud.clock.setSpeed(0);
  const { length } = cloud.journal.entries();
  return { calls, requests: length + cloud.journal.dropped(), failed, expired, heap };
}

/** By then the cloud has made the 20,000 secrets whose names it remembers, and forgets one for each new one. */
const SETTLED_MINUTES = 4;

/**
 * The growth of the heap from its settled state to the end, in MiB. The end is the least of three minutes, because requests
 * that are under way only ever add to it.
 */
export function minutesGrowth(heap: readonly number[]): number {
  const settled = heap[SETTLED_MINUTES - 1];
  return settled === undefined ? 0 : Math.min(...heap.slice(-3)) - settled;
}
