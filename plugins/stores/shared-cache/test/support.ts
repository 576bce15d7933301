import {
  type CredentialSource,
  type Host,
  type Resolver,
  type ResolverEvent,
  refreshing,
} from "@alicred/core";
import {
  type Behaviour,
  type FakeSource,
  fakeSource,
  issues,
} from "../../../../core/test/support/fake-source.ts";
import { type TestHost, testHost } from "../../../../core/test/support/test-host.ts";
import { settle, type VirtualClock, virtualClock } from "../../../../core/test/support/virtual-clock.ts";
import { memoryStore, type SessionStore, type SharedCacheOptions, sharedCache } from "../src/mod.ts";

export const LIFE_MS = 900_000;

/** The 32 bytes of a key, all the same. */
export const keyOf = (byte: number): string => btoa(String.fromCharCode(byte).repeat(32));

/** One of many processes, each with a host, a cache and a resolver of its own. */
export interface Member {
  readonly resolver: Resolver;
  readonly host: Host;
  readonly events: ResolverEvent[];
  readonly cache: CredentialSource;
}

export interface Fleet {
  readonly clock: VirtualClock;
  readonly upstream: FakeSource;
  readonly store: SessionStore;
  /** Starts a process; its wall clock is wrong by so much. */
  member(options?: Partial<SharedCacheOptions>, skewMs?: number): Member;
  members(count: number, options?: Partial<SharedCacheOptions>): readonly Member[];
}

/** Processes with one upstream, whose time is that of `clock`, and one store. Nothing is encrypted unless a key is given. */
export function fleet(
  behaviour: Behaviour = issues({ lifetimeMs: LIFE_MS, latencyMs: 200 }),
  store: SessionStore = memoryStore(),
): Fleet {
  const clock = virtualClock();
  const upstream = fakeSource(behaviour);
  let seed = 1;
  const member: Fleet["member"] = (options = {}, skewMs = 0) => {
    const skewed = skewMs === 0 ? clock : { ...clock, now: () => clock.now() + skewMs };
    const host: TestHost = testHost({ clock: skewed, seed: seed++ });
    const events: ResolverEvent[] = [];
    const source = { name: upstream.name, resolve: upstream.resolve };
    const plain = options.key === undefined;
    const cache = sharedCache({
      source,
      store,
      id: "fleet",
      ...(plain && { unencrypted: true }),
      ...options,
    });
    const onEvent = (event: ResolverEvent): void => void events.push(event);
    return { cache, host, events, resolver: refreshing(cache, { host, onEvent }) };
  };
  return {
    clock,
    upstream,
    store,
    member,
    members: (count, options) => Array.from({ length: count }, () => member(options)),
  };
}

/** The result of work that needs virtual time, and how much it took. */
export interface Outcome<T> {
  readonly value?: T;
  readonly error?: unknown;
  readonly tookMs: number;
}

/**
 * Lets virtual time pass until the work is done.
 */
export async function outcome<T>(
  clock: VirtualClock,
  work: Promise<T>,
  mostMs = 60_000,
): Promise<Outcome<T>> {
  const startedAtMs = clock.trueMs();
  let done: Outcome<T> | undefined;
  work.then(
    (value) => {
      done = { value, tookMs: clock.trueMs() - startedAtMs };
    },
    (error: unknown) => {
      done = { error, tookMs: clock.trueMs() - startedAtMs };
    },
  );
  for (;;) {
    await turn();
    if (done) return done;
    if (clock.trueMs() - startedAtMs > mostMs) throw new Error(`not done after ${mostMs} ms of virtual time`);
    await clock.advance(100);
  }
}

/** How many operations of WebCrypto are under way: they take real time, of which virtual time knows nothing. */
let ciphering = 0;

for (const name of ["digest", "encrypt", "decrypt", "importKey"] as const) {
  const { prototype } = SubtleCrypto;
  const original: (...args: never[]) => Promise<unknown> = Reflect.get(prototype, name);
  const counted = async function (this: SubtleCrypto, ...args: readonly never[]): Promise<unknown> {
    ciphering++;
    try {
      return await Reflect.apply(original, this, args);
    } finally {
      ciphering--;
    }
  };
  Object.defineProperty(prototype, name, { value: counted, configurable: true });
}

/** Lets everything happen that needs no virtual time. */
export async function turn(): Promise<void> {
  for (let quiet = 0; quiet < 3; quiet++) {
    await settle();
    if (ciphering > 0) quiet = -1;
  }
}

/** The value of work that succeeds. */
export async function resultOf<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  const { value, error } = await outcome(clock, work);
  if (value === undefined) throw error;
  return value;
}

/** The outcomes of the events of a store. */
export function outcomesOf(events: readonly ResolverEvent[]): readonly string[] {
  return events.flatMap((event) => (event.type === "store" ? [event.outcome] : []));
}

/** The store without its `wait`, as most are. */
export function polled(store: SessionStore = memoryStore()): SessionStore {
  return { ...store, name: "polled", wait: undefined };
}
