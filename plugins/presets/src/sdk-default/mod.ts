/**
 * The default chain of the official SDKs.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { sdkDefault } from "@alicred/presets/sdk-default";
 *
 * const { accessKeyId } = await refreshing(sdkDefault(), { host: nodeHost() }).get();
 * ```
 *
 * @module
 */
export type { SdkDefaultOptions, SdkDefaultSources } from "./sdk-default.ts";
export { sdkDefault, sdkDefaultRegion } from "./sdk-default.ts";
