/**
 * Slots: the rules of a store, for places that keep a record and replace it in one step, such as a key-value store with
 * compare-and-set. Such a place becomes a `SessionStore` by `slotStore`.
 *
 * @module
 */
import type { SessionStore, StoreCall, StoredValue } from "./store.ts";

/** A text and when its time is over, in epoch milliseconds by the store's clock. */
export interface Timed {
  readonly text: string;
  readonly endsAtMs: number;
}

/** The record under one id: its value and its lease, the text of which is the fence. It is plain JSON. */
export interface Slot {
  readonly value?: Timed | undefined;
  readonly lease?: Timed | undefined;
}

/** A call that may change a slot. It is plain JSON. */
export type SlotChange =
  | { readonly op: "lease"; readonly fence: string; readonly leaseMs: number }
  | { readonly op: "write"; readonly fence: string; readonly value: string; readonly keepMs: number }
  | { readonly op: "release"; readonly fence: string }
  | { readonly op: "remove"; readonly value: string };

/**
 * The slot after a change.
 *
 * @returns `undefined` when the change is refused, or nothing is to be changed
 */
export function changedSlot(slot: Slot, change: SlotChange, nowMs: number): Slot | undefined {
  const { value, lease } = slot;
  const holder = leaseLeftMs(slot, nowMs) > 0 ? lease?.text : undefined;
  switch (change.op) {
    case "lease":
      if (holder !== undefined && holder !== change.fence) return undefined;
      return { value, lease: { text: change.fence, endsAtMs: nowMs + change.leaseMs } };
    case "write":
      if (holder !== change.fence) return undefined;
      return { value: { text: change.value, endsAtMs: nowMs + change.keepMs } };
    case "release":
      return lease?.text === change.fence ? { value } : undefined;
    case "remove":
      return value?.text === change.value ? { lease } : undefined;
  }
}

/** The value of a slot, while its time lasts. */
export function storedIn({ value }: Slot, nowMs: number): StoredValue | undefined {
  const leftMs = value ? value.endsAtMs - nowMs : 0;
  return value && leftMs > 0 ? { value: value.text, leftMs } : undefined;
}

/** How long the lease still lasts, in milliseconds; 0 or less when nobody has it. */
export function leaseLeftMs({ lease }: Slot, nowMs: number): number {
  return lease ? lease.endsAtMs - nowMs : 0;
}

/** When nothing in the slot counts any more, in epoch milliseconds by the store's clock. */
export function endOfSlot({ value, lease }: Slot): number {
  return Math.max(value?.endsAtMs ?? 0, lease?.endsAtMs ?? 0);
}

/** A place that keeps slots. */
export interface SlotPlace {
  /** As `SessionStore.name`. */
  readonly name: string;
  read(id: string, call: StoreCall): Promise<StoredValue | undefined>;
  /**
   * Replaces the slot by what `changedSlot` makes of it, in one step.
   *
   * @returns whether it was changed
   */
  change(id: string, change: SlotChange, call: StoreCall): Promise<boolean>;
  /** As `SessionStore.wait`. */
  readonly wait?: SessionStore["wait"];
}

/** The store of a place that keeps slots. */
export function slotStore(place: SlotPlace): SessionStore {
  return {
    name: place.name,
    wait: place.wait,
    read: (id, call) => place.read(id, call),
    lease: (id, fence, leaseMs, call) => place.change(id, { op: "lease", fence, leaseMs }, call),
    write: (id, fence, value, keepMs, call) => place.change(id, { op: "write", fence, value, keepMs }, call),
    async release(id, fence, call) {
      await place.change(id, { op: "release", fence }, call);
    },
    async remove(id, value, call) {
      await place.change(id, { op: "remove", value }, call);
    },
  };
}
