/**
 * The documented precedence of Terraform's `alicloud` provider, for runtimes without processes and for small bundles.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { webHost } from "@alicred/core/host/web";
 * import { terraformHttp } from "@alicred/presets/terraform-http";
 *
 * const source = terraformHttp({ credentials_uri: "https://credentials.example.com/" });
 * const { accessKeyId } = await refreshing(source, { host: webHost() }).get();
 * ```
 *
 * @module
 */
import type { CredentialSource } from "@alicred/core";
import { httpModes } from "./plugins.ts";
import { type DocumentedOptions, documented } from "./terraform/documented.ts";
import type { ProviderBlock } from "./terraform/provider-block.ts";

export type { DocumentedOptions } from "./terraform/documented.ts";
export type { TerraformSources } from "./terraform/documented-order.ts";
export type {
  AssumeRoleBlock,
  AssumeRoleWithOidcBlock,
  EndpointsBlock,
  ProviderBlock,
} from "./terraform/provider-block.ts";

/**
 * As `terraform`, in the documented order and by default with all modes of the shared file that need no processes.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` that names every invalid argument.
 * @see https://www.alibabacloud.com/help/en/terraform/terraform-authentication
 */
export function terraformHttp(block: ProviderBlock = {}, options: DocumentedOptions = {}): CredentialSource {
  return documented(block, options, async () => httpModes);
}
