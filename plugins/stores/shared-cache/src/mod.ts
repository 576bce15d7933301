/**
 * One session for many processes, through a store that they share.
 *
 * @module
 */
export { memoryStore } from "./memory-store.ts";
export type { SessionStore, StoreCall, StoredValue } from "./store.ts";
