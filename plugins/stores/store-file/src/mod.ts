/**
 * Sessions that the processes of one machine share, in files.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { sdkDefault } from "@alicred/presets/sdk-default";
 * import { sharedCache } from "@alicred/shared-cache";
 * import { fileStore } from "@alicred/store-file";
 *
 * const store = fileStore({ folder: "~/.cache/my-service" });
 * const shared = sharedCache({ source: sdkDefault(), store, id: "prod/deploy" });
 * const resolver = refreshing(shared, { host: nodeHost() });
 * ```
 *
 * @module
 */
export { type FileStoreOptions, fileStore } from "./file-store.ts";
