/**
 * One session for all isolates and processes on Deno: a store in Deno KV.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { denoHost } from "@alicred/core/host/deno";
 * import { sdkDefault } from "@alicred/presets/sdk-default";
 * import { sharedCache } from "@alicred/shared-cache";
 * import { denoKvStore } from "@alicred/store-deno-kv";
 *
 * const store = denoKvStore({ kv: await Deno.openKv() });
 * const source = sharedCache({ source: sdkDefault(), store, id: "production" });
 * const resolver = refreshing(source, { host: denoHost() });
 * ```
 *
 * @module
 */
export {
  type DenoKv,
  type DenoKvAtomic,
  type DenoKvCheck,
  type DenoKvEntry,
  type DenoKvStoreOptions,
  denoKvStore,
} from "./deno-kv-store.ts";
