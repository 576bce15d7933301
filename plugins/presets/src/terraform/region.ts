import type { Host } from "@alicred/core";
import type { Setting } from "@alicred/plugin-kit";
import type { ProviderBlock } from "./provider-block.ts";
import { readBlock } from "./read-block.ts";
import { readSharedFile, regionOf } from "./shared-file.ts";

/**
 * The region that Terraform's provider works in, and what named it: the block, `ALICLOUD_REGION` or
 * `ALIBABA_CLOUD_REGION`, the profile that the key comes from, else `cn-beijing`.
 *
 * @param options `compat` as for `terraform`
 * @throws {ConfigurationError} `INVALID_OPTION` for a block that cannot be used.
 */
export async function terraformRegion(
  block: ProviderBlock,
  host: Host,
  options: { readonly compat?: "provider" | undefined } = {},
): Promise<Setting> {
  const { settings } = readBlock(block, options.compat);
  return regionOf(host, settings, await readSharedFile(host, settings));
}
