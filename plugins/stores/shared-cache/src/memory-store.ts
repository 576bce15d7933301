/**
 * `memoryStore`: sessions shared within one process.
 *
 * @module
 */
import { type Clock, instantOf } from "@alicred/core";
import type { SessionStore, StoredValue } from "./store.ts";

interface Timed {
  readonly text: string;
  /** By the monotonic clock, in milliseconds. */
  readonly endsAtMs: number;
}

interface Slot {
  value?: Timed | undefined;
  lease?: Timed | undefined;
  /** Called at each change. */
  readonly waiting: Set<() => void>;
}

/**
 * A store in the memory of this process, for several resolvers in it, and for tests. It holds waiting calls, so that
 * nobody polls.
 */
export function memoryStore(): SessionStore {
  const slots = new Map<string, Slot>();

  function slotOf(id: string): Slot {
    const slot = slots.get(id) ?? { waiting: new Set() };
    slots.set(id, slot);
    return slot;
  }

  function change(slot: Slot, changes: Partial<Pick<Slot, "value" | "lease">>): void {
    Object.assign(slot, changes);
    for (const wake of slot.waiting) wake();
  }

  function stored(slot: Slot, clock: Clock): StoredValue | undefined {
    const leftMs = leftOf(slot.value, clock);
    return slot.value && leftMs > 0 ? { value: slot.value.text, leftMs } : undefined;
  }

  function isHolder({ lease }: Slot, fence: string, clock: Clock): boolean {
    return lease?.text === fence && leftOf(lease, clock) > 0;
  }

  return {
    name: "memory",
    read: async (id, { host }) => stored(slotOf(id), host.clock),
    async lease(id, fence, leaseMs, { host: { clock } }) {
      const slot = slotOf(id);
      if (slot.lease?.text !== fence && leftOf(slot.lease, clock) > 0) return false;
      // Waiting calls learn of the new end.
      change(slot, { lease: timed(fence, leaseMs, clock) });
      return true;
    },
    async write(id, fence, value, keepMs, { host: { clock } }) {
      const slot = slotOf(id);
      if (!isHolder(slot, fence, clock)) return false;
      change(slot, { value: timed(value, keepMs, clock), lease: undefined });
      return true;
    },
    async release(id, fence) {
      const slot = slotOf(id);
      if (slot.lease?.text === fence) change(slot, { lease: undefined });
    },
    async remove(id, value) {
      const slot = slotOf(id);
      if (slot.value?.text === value) change(slot, { value: undefined });
    },
    async wait(id, seen, waitMs, { host: { clock }, signal }) {
      const slot = slotOf(id);
      const untilMs = instantOf(clock).monotonicMs + waitMs;
      for (;;) {
        signal.throwIfAborted();
        const found = stored(slot, clock);
        const restMs = Math.min(untilMs - instantOf(clock).monotonicMs, leftOf(slot.lease, clock));
        if ((found && found.value !== seen) || restMs <= 0) return found;
        await changeOf(slot, restMs, clock, signal);
      }
    },
  };
}

function timed(text: string, ms: number, clock: Clock): Timed {
  return { text, endsAtMs: instantOf(clock).monotonicMs + ms };
}

function leftOf(timed: Timed | undefined, clock: Clock): number {
  return timed ? timed.endsAtMs - instantOf(clock).monotonicMs : 0;
}

/** Settles at the next change, or after so many milliseconds; rejects when the signal aborts. */
async function changeOf({ waiting }: Slot, ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
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
