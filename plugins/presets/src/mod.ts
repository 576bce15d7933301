/**
 * Ready-made chains: the precedence of Terraform's provider, of the official SDKs and of the aliyun CLI, and one for
 * the edge. Each has its own entry point, so that a bundle contains only what is used.
 *
 * @module
 */
export { type AliyunCliOptions, aliyunCli, aliyunCliRegion } from "./aliyun-cli/mod.ts";
export { type EdgeOptions, edge } from "./edge/mod.ts";
export { accessKeyModes, allModes, httpModes } from "./profile-modes/mod.ts";
export { type SdkDefaultOptions, sdkDefault, sdkDefaultRegion } from "./sdk-default/mod.ts";
export {
  type AssumeRoleBlock,
  type AssumeRoleWithOidcBlock,
  type EndpointsBlock,
  type ProviderBlock,
  type TerraformOptions,
  terraform,
  terraformRegion,
} from "./terraform/mod.ts";
export { terraformHttp } from "./terraform-http/mod.ts";
