/**
 * Sessions that processes share in Redis or Valkey, by any client.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { sdkDefault } from "@alicred/presets/sdk-default";
 * import { sharedCache } from "@alicred/shared-cache";
 * import { ioredisScripts, redisStore } from "@alicred/store-redis";
 * import { Redis } from "ioredis";
 *
 * const client = new Redis("redis://127.0.0.1:6379", { enableOfflineQueue: false, maxRetriesPerRequest: 0 });
 * const store = redisStore({ run: ioredisScripts(client) });
 * const shared = sharedCache({ source: sdkDefault(), store, id: "prod/deploy" });
 * const resolver = refreshing(shared, { host: nodeHost() });
 * ```
 *
 * @module
 */

export { type IoredisLike, ioredisScripts, type NodeRedisLike, nodeRedisScripts } from "./clients.ts";
export { type RedisStoreOptions, redisStore } from "./redis-store.ts";
export type { RunScript } from "./scripts.ts";
