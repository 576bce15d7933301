/**
 * The documented precedence of Terraform's `alicloud` provider in a small bundle: without processes, for blocks written
 * as documented.
 *
 * @module
 */
export type {
  AssumeRoleSettings,
  AssumeRoleWithOidcSettings,
  ProviderSettings,
} from "../terraform/settings.ts";
export { terraformHttp } from "./terraform-http.ts";
