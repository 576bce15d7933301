import {
  AlicredError,
  type CredentialSource,
  found,
  type Host,
  type HttpPolicy,
  type ResolverEvent,
  refreshing,
  sendRequest,
} from "@alicred/core";
import { readCredentials, readJsonReply } from "@alicred/plugin-kit";
import { type SessionStore, sharedCache } from "@alicred/shared-cache";
import { partsOf } from "./parts.ts";

/** The settings of a process that shares a session, as data: they are sent to other processes. */
export interface MemberOptions {
  /** The address of the role. */
  readonly url: string;
  /** The id of the session. */
  readonly id: string;
  /** The key, in Base64. */
  readonly key: string;
  /** By how much its clock is wrong. Default: 0. */
  readonly skewMs?: number;
  readonly leaseMs?: number;
  readonly storeTimeoutMs?: number;
}

/** The answers to callers. */
export interface Got {
  /** Per key, the start of the latest call that was given it, in epoch milliseconds by the machine's clock. */
  readonly keys: Readonly<Record<string, number>>;
  /** The codes of the errors that callers got. */
  readonly errors: readonly string[];
  /** How many callers got parts of different sessions. */
  readonly torn: number;
  /** How long the slowest caller waited. */
  readonly slowestMs: number;
  /** The outcomes of the events `store`, in order. */
  readonly outcomes: readonly string[];
}

/** A process that shares a session, or what stands for one. */
export interface Member {
  /** That many callers at once. */
  get(callers: number): Promise<Got>;
  /** That many callers every so often, for a while. */
  run(callers: number, everyMs: number, forMs: number): Promise<Got>;
  /** A service has rejected the session that it holds. */
  invalidate(): Promise<void>;
  close(): Promise<void>;
}

/** A member in this process. */
export function createMember(store: SessionStore, host: Host, options: MemberOptions): Member {
  const { url, skewMs = 0, ...cacheOptions } = options;
  const clock = { ...host.clock, now: () => host.clock.now() + skewMs };
  const outcomes: string[] = [];
  const onEvent = (event: ResolverEvent): void => {
    if (event.type === "store") outcomes.push(event.outcome);
  };
  const source = sharedCache({ source: roleSource(url), store, ...cacheOptions });
  const resolver = refreshing(source, { host: { ...host, clock }, onEvent });

  async function get(callers: number): Promise<Got> {
    const results = await Promise.all(Array.from({ length: callers }, () => getOnce()));
    return merged(
      results.map((each) => ({ ...each, outcomes: [] })),
      outcomes.splice(0),
    );
  }

  async function getOnce(): Promise<Omit<Got, "outcomes">> {
    const startedAtMs = Date.now();
    try {
      const { accessKeyId, accessKeySecret, securityToken } = await resolver.get();
      const parts = partsOf(accessKeyId.slice("STS.".length));
      const isTorn = parts.accessKeySecret !== accessKeySecret || parts.securityToken !== securityToken;
      const slowestMs = Date.now() - startedAtMs;
      return { keys: { [accessKeyId]: startedAtMs }, errors: [], torn: isTorn ? 1 : 0, slowestMs };
    } catch (thrown) {
      const code = thrown instanceof AlicredError ? thrown.code : String(thrown);
      return { keys: {}, errors: [code], torn: 0, slowestMs: Date.now() - startedAtMs };
    }
  }

  return {
    get,
    async run(callers, everyMs, forMs) {
      const results: Got[] = [];
      for (const endMs = Date.now() + forMs; Date.now() < endMs; ) {
        results.push(await get(callers));
        await host.clock.sleep(everyMs);
      }
      return merged(
        results,
        results.flatMap((each) => each.outcomes),
      );
    },
    async invalidate() {
      resolver.invalidate(resolver.peek());
    },
    async close() {
      resolver.close();
    },
  };
}

/** The answers to several callers, or processes, together. */
export function merged(
  results: readonly Got[],
  outcomes: readonly string[] = results.flatMap((each) => each.outcomes),
): Got {
  const keys: Record<string, number> = {};
  for (const { keys: own } of results)
    for (const [key, atMs] of Object.entries(own)) keys[key] = Math.max(atMs, keys[key] ?? 0);
  return {
    keys,
    errors: results.flatMap(({ errors }) => errors),
    torn: results.reduce((sum, { torn }) => sum + torn, 0),
    slowestMs: Math.max(0, ...results.map(({ slowestMs }) => slowestMs)),
    outcomes,
  };
}

/** A second attempt, on a machine that is busy, would count as a call of its own. */
const ONE_ATTEMPT: HttpPolicy = { retries: 0, attemptTimeoutMs: 60_000, timeoutMs: 60_000 };

function roleSource(url: string): CredentialSource {
  return {
    name: "test-role",
    async resolve(context) {
      const reply = await sendRequest(context, () => ({ method: "GET", url }), ONE_ATTEMPT);
      const names = {
        accessKeyId: "accessKeyId",
        accessKeySecret: "accessKeySecret",
        securityToken: "securityToken",
        expiration: "expiration",
      };
      return found(readCredentials(readJsonReply(reply, "The service"), { what: "The service", names }));
    },
  };
}
