import type { CredentialSource } from "@alicred/core";
import { httpModes } from "../profile-modes/http-modes.ts";
import { asDocumented } from "../terraform/as-documented.ts";
import type { ProviderBlock } from "../terraform/provider-block.ts";
import { blockSource } from "../terraform/read-block.ts";

/**
 * As `terraform`, in the documented order and with all modes of the shared file but `External`, which needs processes:
 * for runtimes without them, and small bundles.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` that names every argument which cannot be used.
 * @see https://www.alibabacloud.com/help/en/terraform/terraform-authentication
 */
export function terraformHttp(block: ProviderBlock = {}): CredentialSource {
  const name = "terraform";
  return blockSource(name, block, undefined, (settings) => asDocumented(name, settings, httpModes));
}
