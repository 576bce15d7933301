/**
 * One session for all Workers: a store in a Durable Object, with Workers KV to read through beside it.
 *
 * @example
 * ```ts
 * import { env, waitUntil } from "cloudflare:workers";
 * import { refreshing } from "@alicred/core";
 * import { webHost } from "@alicred/core/host/web";
 * import { edge } from "@alicred/presets/edge";
 * import { sharedCache } from "@alicred/shared-cache";
 * import { durableObjectStore } from "@alicred/store-cloudflare";
 *
 * export { SessionObject } from "@alicred/store-cloudflare";
 *
 * const store = durableObjectStore({ namespace: env.SESSIONS });
 * const source = sharedCache({ source: edge({ env }), store, id: "production" });
 * const resolver = refreshing(source, { host: webHost({ env, waitUntil }) });
 * ```
 *
 * @module
 */
export { type CloudflareKvOptions, cloudflareKv, type KvNamespace } from "./cloudflare-kv.ts";
export {
  type DurableObjectStoreOptions,
  durableObjectStore,
  type ObjectNamespace,
  type ObjectStub,
} from "./durable-object-store.ts";
export { type ObjectState, type ObjectStorage, SessionObject } from "./session-object.ts";
