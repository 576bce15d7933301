import type { CommandTools } from "../../command/resolver.ts";

/** A region, and what named it. */
export interface RegionSetting {
  readonly value: string;
  readonly from: string;
}

/**
 * The region in which the tool would work. The SDKs read none: theirs is that of the profile, for programs that ask.
 *
 * @param isResolved whether there are credentials; those of a profile bring its region
 */
export async function regionOf(
  { host, sourceOptions, region }: CommandTools,
  isResolved: boolean,
): Promise<RegionSetting | undefined> {
  const { as, profile, configFile, compat, providerBlock } = sourceOptions;
  const selected = { profile, configFile };
  if (as === "cli") {
    const { aliyunCliRegion } = await import("@alicred/presets/aliyun-cli");
    return aliyunCliRegion(selected, host);
  }
  if (as === "terraform" || providerBlock !== undefined || compat !== undefined) {
    const { terraformRegion } = await import("@alicred/presets/terraform");
    const block = {
      ...providerBlock,
      ...(profile !== undefined && { profile }),
      ...(configFile !== undefined && { shared_credentials_file: configFile }),
    };
    const { value, from } = await terraformRegion(block, host, { compat });
    return { value, from };
  }
  const value = isResolved ? region() : undefined;
  return value === undefined ? undefined : { value, from: "" };
}
