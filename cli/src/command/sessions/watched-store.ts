import type { Clock } from "@alicred/core";
import type { SessionStore, StoreCall } from "@alicred/shared-cache";

/** The store as one run of the command uses it. */
export interface WatchedStore {
  readonly store: SessionStore;
  /** The code of the latest call that failed. */
  code(): string | undefined;
  /** Removes what this run has read or written. */
  drop(call: StoreCall): Promise<void>;
  /** Notes work that may still call the store. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Waits for calls that nobody waits for, such as giving a lease back: the program may end at once. */
  settled(clock: Clock): Promise<void>;
}

/** The longest lease. After a failure that may pass the next run waits no longer, whatever the service asks for. */
const LONGEST_LEASE_MS = 5_000;
/** So long calls are waited for that nobody else waits for. */
const SETTLE_MS = 1_000;

export function watchedStore(inner: SessionStore): WatchedStore {
  const pending = new Set<Promise<unknown>>();
  let code: string | undefined;
  let seenId: string | undefined;

  const track = async <T>(work: Promise<T>): Promise<T> => {
    pending.add(work);
    try {
      return await work;
    } finally {
      pending.delete(work);
    }
  };
  const watch = async <T>(id: string, work: Promise<T>): Promise<T> => {
    seenId = id;
    try {
      return await track(work);
    } catch (thrown) {
      code = String(Object(thrown).code ?? "");
      throw thrown;
    }
  };
  const over = async (clock: Clock): Promise<void> => {
    while (pending.size > 0) {
      await Promise.allSettled(pending);
      // One call may follow another.
      await clock.sleep(0);
    }
  };

  return {
    track,
    code: () => code,
    store: {
      name: inner.name,
      read: (id, call) => watch(id, inner.read(id, call)),
      lease: (id, fence, leaseMs, call) =>
        watch(id, inner.lease(id, fence, Math.min(leaseMs, LONGEST_LEASE_MS), call)),
      write: (id, fence, value, keepMs, call) => watch(id, inner.write(id, fence, value, keepMs, call)),
      release: (id, fence, call) => watch(id, inner.release(id, fence, call)),
      remove: (id, value, call) => watch(id, inner.remove(id, value, call)),
    },
    async drop(call) {
      if (seenId === undefined) return;
      const stored = await inner.read(seenId, call);
      if (stored !== undefined) await inner.remove(seenId, stored.value, call);
    },
    async settled(clock) {
      const timer = new AbortController();
      const limit = clock.sleep(SETTLE_MS, timer.signal).catch(() => undefined);
      await Promise.race([over(clock), limit]);
      timer.abort();
    },
  };
}
