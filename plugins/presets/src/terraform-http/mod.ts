/**
 * The documented precedence of Terraform's `alicloud` provider, without processes.
 *
 * @module
 */
export type {
  AssumeRoleBlock,
  AssumeRoleWithOidcBlock,
  EndpointsBlock,
  ProviderBlock,
} from "../terraform/provider-block.ts";
export { terraformHttp } from "./terraform-http.ts";
