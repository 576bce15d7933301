/**
 * One session for many processes, through a store that they share.
 *
 * @module
 */
export { memoryStore } from "./memory-store.ts";
export {
  changedSlot,
  endOfSlot,
  leaseLeftMs,
  type Slot,
  type SlotChange,
  type SlotPlace,
  slotStore,
  storedIn,
  type Timed,
} from "./slot.ts";
export type { SessionStore, StoreCall, StoredValue } from "./store.ts";
