import type { CredentialSource } from "@alicred/core";
import { sharedConfigSource } from "@alicred/shared-config";
import { httpModes } from "../profile-modes/http-modes.ts";
import { asDocumented } from "../terraform/as-documented.ts";
import type { ProviderSettings } from "../terraform/settings.ts";

/**
 * As `terraform`, where every byte of a bundle counts: the documented order, with all modes of the shared file but
 * `External`. Of the block only the names of the documentation are known, and its values are checked where they are used.
 *
 * @see https://www.alibabacloud.com/help/en/terraform/terraform-authentication
 */
export function terraformHttp(block: ProviderSettings = {}): CredentialSource {
  return asDocumented("terraform", block, (selection) =>
    sharedConfigSource({ ...selection, modes: httpModes }),
  );
}
