/**
 * One session for many processes, through a store that they share.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { sdkDefault } from "@alicred/presets/sdk-default";
 * import { memoryStore, sharedCache } from "@alicred/shared-cache";
 *
 * const shared = sharedCache({ source: sdkDefault(), store: memoryStore(), id: "prod/deploy" });
 * const resolver = refreshing(shared, { host: nodeHost() });
 * ```
 *
 * @module
 */
export { memoryStore } from "./memory-store.ts";
export { openStored, type StoredSession } from "./open-stored.ts";
export type { SessionBinding, SharedCacheKey, SharedCacheOptions } from "./options.ts";
export { sharedCache } from "./shared-cache.ts";
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
