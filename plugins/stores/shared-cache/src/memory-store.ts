/**
 * `memoryStore`: sessions shared within one process.
 *
 * @module
 */
import { type Clock, instantOf } from "@alicred/core";
import { changedSlot, leaseLeftMs, type Slot, slotStore, storedIn } from "./slot.ts";
import type { SessionStore } from "./store.ts";

/** A slot, whose times are those of the monotonic clock, and the calls that wait for a change of it. */
interface Place {
  slot: Slot;
  /** Called at each change. */
  readonly waiting: Set<() => void>;
}

/**
 * A store in the memory of this process, for several resolvers in it, and for tests. It holds waiting calls, so that
 * nobody polls.
 */
export function memoryStore(): SessionStore {
  const places = new Map<string, Place>();

  function placeOf(id: string): Place {
    const place = places.get(id) ?? { slot: {}, waiting: new Set() };
    places.set(id, place);
    return place;
  }

  return slotStore({
    name: "memory",
    read: async (id, { host }) => storedIn(placeOf(id).slot, nowOf(host.clock)),
    async change(id, change, { host }) {
      const place = placeOf(id);
      const next = changedSlot(place.slot, change, nowOf(host.clock));
      if (next === undefined) return false;
      place.slot = next;
      // Waiting calls learn of a lease's new end, too.
      for (const wake of place.waiting) wake();
      return true;
    },
    async wait(id, seen, waitMs, { host: { clock }, signal }) {
      const place = placeOf(id);
      const untilMs = nowOf(clock) + waitMs;
      for (;;) {
        signal.throwIfAborted();
        const nowMs = nowOf(clock);
        const found = storedIn(place.slot, nowMs);
        const restMs = Math.min(untilMs - nowMs, leaseLeftMs(place.slot, nowMs));
        if ((found && found.value !== seen) || restMs <= 0) return found;
        await changeOf(place, restMs, clock, signal);
      }
    },
  });
}

function nowOf(clock: Clock): number {
  return instantOf(clock).monotonicMs;
}

/** Settles at the next change, or after so many milliseconds; rejects when the signal aborts. */
async function changeOf({ waiting }: Place, ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
  const timer = new AbortController();
  const abort = (): void => timer.abort(signal.reason);
  signal.addEventListener("abort", abort);
  let wake = (): void => undefined;
  const changed = new Promise<void>((resolve) => {
    wake = resolve;
  });
  waiting.add(wake);
  try {
    await Promise.race([changed, clock.sleep(ms, timer.signal)]);
  } finally {
    waiting.delete(wake);
    signal.removeEventListener("abort", abort);
    timer.abort();
  }
}
