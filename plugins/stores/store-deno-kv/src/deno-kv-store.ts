/**
 * `denoKvStore`: sessions in Deno KV.
 *
 * @module
 */
import {
  changedSlot,
  endOfSlot,
  leaseLeftMs,
  type SessionStore,
  type Slot,
  type StoreCall,
  slotStore,
  storedIn,
} from "@alicred/shared-cache";

/** The part of `Deno.Kv` that the store uses. */
export interface DenoKv {
  get(key: readonly string[]): Promise<DenoKvEntry>;
  atomic(): DenoKvAtomic;
  watch(keys: readonly (readonly string[])[]): ReadableStream<unknown>;
}

export interface DenoKvEntry {
  readonly value: unknown;
  readonly versionstamp: string | null;
}

export interface DenoKvCheck {
  readonly key: readonly string[];
  readonly versionstamp: string | null;
}

export interface DenoKvAtomic {
  check(expected: DenoKvCheck): DenoKvAtomic;
  set(key: readonly string[], value: unknown, options: { readonly expireIn: number }): DenoKvAtomic;
  commit(): Promise<{ readonly ok: boolean }>;
}

export interface DenoKvStoreOptions {
  /** An open database: `await Deno.openKv()`. The store does not close it. */
  readonly kv: DenoKv;
  /** How its keys begin. Default: `["alicred"]`. */
  readonly prefix?: readonly string[] | undefined;
}

/**
 * Sessions shared by all that have the database: the isolates of an application on Deno Deploy, or the processes that
 * open one file. Deno KV has no clock of its own, so those of its users count.
 */
export function denoKvStore({ kv, prefix = ["alicred"] }: DenoKvStoreOptions): SessionStore {
  const keyOf = (id: string): readonly string[] => [...prefix, id];

  async function entryOf(id: string, call: StoreCall): Promise<DenoKvEntry> {
    return unlocked(call, () => kv.get(keyOf(id)));
  }

  return slotStore({
    name: "deno-kv",
    async read(id, call) {
      return storedIn(slotIn((await entryOf(id, call)).value), call.host.clock.now());
    },
    async change(id, change, call) {
      const key = keyOf(id);
      for (;;) {
        const { value, versionstamp } = await entryOf(id, call);
        const nowMs = call.host.clock.now();
        const slot = changedSlot(slotIn(value), change, nowMs);
        if (slot === undefined) return false;
        call.signal.throwIfAborted();
        // Deno KV refuses a time of 0 or less. It may keep the entry for longer than that.
        const expireIn = Math.max(1, endOfSlot(slot) - nowMs);
        const commit = (): Promise<{ readonly ok: boolean }> =>
          kv.atomic().check({ key, versionstamp }).set(key, slot, { expireIn }).commit();
        if ((await unlocked(call, commit)).ok) return true;
      }
    },
    async wait(id, seen, waitMs, call) {
      const { clock } = call.host;
      const untilMs = clock.now() + waitMs;
      const changes = kv.watch([keyOf(id)]).getReader();
      let next = changes.read();
      try {
        for (;;) {
          const slot = slotIn((await entryOf(id, call)).value);
          const nowMs = clock.now();
          const stored = storedIn(slot, nowMs);
          const restMs = Math.min(untilMs - nowMs, leaseLeftMs(slot, nowMs));
          if ((stored && stored.value !== seen) || restMs <= 0) return stored;
          if (await settles(next, Math.min(restMs, LOOK_AGAIN_MS), call)) next = changes.read();
        }
      } finally {
        await changes.cancel().catch(() => undefined);
      }
    },
  });
}

function slotIn(value: unknown): Slot {
  return (value ?? {}) as Slot;
}

/** In a file the changes of other processes are seen only by looking: Deno watches its own. */
const LOOK_AGAIN_MS = 250;

/** Whether the promise settles within so many milliseconds; rejects when the signal aborts. */
async function settles(promise: Promise<unknown>, ms: number, { host, signal }: StoreCall): Promise<boolean> {
  const timer = new AbortController();
  const abort = (): void => timer.abort(signal.reason);
  signal.throwIfAborted();
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([
      promise.then(() => true),
      host.clock.sleep(ms, timer.signal).then(() => false),
    ]);
  } finally {
    signal.removeEventListener("abort", abort);
    timer.abort();
  }
}

/** The longest pause before a locked database is asked again. */
const LOCKED_PAUSE_MS = 40;

/**
 * Repeats what fails because another process has the file. SQLite waits for no lock here, and the message is all that
 * tells this error from others.
 */
async function unlocked<T>({ host, signal }: StoreCall, work: () => Promise<T>): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (thrown) {
      if (!(thrown instanceof Error && /database is locked/.test(thrown.message))) throw thrown;
      // At random, so that those who wait do not meet again.
      const [random = 0] = host.random(1);
      await host.clock.sleep(1 + (random / 256) * LOCKED_PAUSE_MS, signal);
    }
  }
}
