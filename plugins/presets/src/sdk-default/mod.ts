/**
 * The default chain of the official SDKs.
 *
 * @module
 */

export { sdkDefaultRegion } from "./region.ts";
export { type SdkDefaultOptions, sdkDefault } from "./sdk-default.ts";
