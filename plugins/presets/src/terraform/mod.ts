/**
 * The precedence of Terraform's `alicloud` provider, as documented or as coded.
 *
 * @module
 */
export type {
  AssumeRoleBlock,
  AssumeRoleWithOidcBlock,
  EndpointsBlock,
  ProviderBlock,
} from "./provider-block.ts";
export { terraformRegion } from "./region.ts";
export { type TerraformOptions, terraform } from "./terraform.ts";
