import type { Host } from "@alicred/core";
import type { Setting } from "@alicred/plugin-kit";
import { blockRegion } from "./block-region.ts";
import type { ProviderBlock } from "./provider-block.ts";
import { readBlock } from "./read-block.ts";

/**
 * The region that Terraform's provider works in, and what named it: the block, `ALICLOUD_REGION` or
 * `ALIBABA_CLOUD_REGION`, the profile, else `cn-beijing`.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for a block that cannot be used.
 */
export function terraformRegion(block: ProviderBlock, host: Host): Promise<Setting> {
  return blockRegion(readBlock(block).settings, host);
}
