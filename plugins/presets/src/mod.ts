/**
 * Ready-made chains: the precedence of Terraform's provider, of the official SDKs and of the aliyun CLI, and one for
 * the edge. Each has its own entry point, so that a bundle contains only what is used.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { sdkDefault } from "@alicred/presets";
 *
 * const { accessKeyId } = await refreshing(sdkDefault({ profile: "prod" }), { host: nodeHost() }).get();
 * ```
 *
 * @module
 */
export {
  type AliyunCliOptions,
  type AliyunCliSources,
  aliyunCli,
  aliyunCliRegion,
} from "./aliyun-cli/mod.ts";
export type { ProfileOptions, SourcesOption } from "./arrange.ts";
export { type EdgeOptions, type EdgeSources, edge } from "./edge.ts";
export {
  type AnyPlugin,
  accessKeyModes,
  accessKeyPlugins,
  allModes,
  allPlugins,
  httpModes,
  httpPlugins,
} from "./plugins.ts";
export {
  type SdkDefaultOptions,
  type SdkDefaultSources,
  sdkDefault,
  sdkDefaultRegion,
} from "./sdk-default/mod.ts";
export {
  type AssumeRoleBlock,
  type AssumeRoleWithOidcBlock,
  type CompatOptions,
  type DocumentedOptions,
  type EndpointsBlock,
  type ProviderBlock,
  type ProviderSources,
  type TerraformOptions,
  type TerraformSources,
  terraform,
  terraformRegion,
} from "./terraform/mod.ts";
export { terraformHttp } from "./terraform-http.ts";
