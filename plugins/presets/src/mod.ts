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
export type { AliyunCliOptions, AliyunCliSources } from "./aliyun-cli/mod.ts";
export { aliyunCli, aliyunCliRegion } from "./aliyun-cli/mod.ts";
export type { ProfileOptions, SourcesOption } from "./arrange.ts";
export { type EdgeOptions, type EdgeSources, edge } from "./edge.ts";
export type { AnyPlugin } from "./plugins.ts";
export { accessKeyModes, accessKeyPlugins, allModes, allPlugins, httpModes, httpPlugins } from "./plugins.ts";
export type { SdkDefaultOptions, SdkDefaultSources } from "./sdk-default/mod.ts";
export { sdkDefault, sdkDefaultRegion } from "./sdk-default/mod.ts";
export type {
  AssumeRoleBlock,
  AssumeRoleWithOidcBlock,
  CompatOptions,
  DocumentedOptions,
  EndpointsBlock,
  ProviderBlock,
  ProviderSources,
  TerraformOptions,
  TerraformSources,
} from "./terraform/mod.ts";
export { terraform, terraformRegion } from "./terraform/mod.ts";
export { terraformHttp } from "./terraform-http.ts";
