/**
 * The precedence of Terraform's `alicloud` provider, as documented or as coded.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { terraform } from "@alicred/presets/terraform";
 *
 * const source = terraform({ assume_role: { role_arn: "acs:ram::123456789012:role/deploy" } });
 * const { accessKeyId } = await refreshing(source, { host: nodeHost() }).get();
 * ```
 *
 * @module
 */
export type { DocumentedOptions } from "./documented.ts";
export type { TerraformSources } from "./documented-order.ts";
export type {
  AssumeRoleBlock,
  AssumeRoleWithOidcBlock,
  EndpointsBlock,
  ProviderBlock,
} from "./provider-block.ts";
export type { ProviderSources } from "./provider-order.ts";
export { type CompatOptions, type TerraformOptions, terraform, terraformRegion } from "./terraform.ts";
