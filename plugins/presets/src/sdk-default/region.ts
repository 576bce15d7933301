import type { Host } from "@alicred/core";
import type { Setting } from "@alicred/plugin-kit";
import { profileRegion } from "../config-json.ts";
import type { SdkDefaultOptions } from "./sdk-default.ts";

/** The region of the profile that `sdkDefault` selects, and what named it. The SDKs' credentials have none themselves. */
export function sdkDefaultRegion(
  { profile, configFile }: Pick<SdkDefaultOptions, "profile" | "configFile">,
  host: Host,
): Promise<Setting | undefined> {
  const profileVariables = ["ALIBABA_CLOUD_PROFILE"];
  const configFileVariables = ["ALIBABA_CLOUD_CONFIG_FILE"];
  return profileRegion(host, { profile, configFile, profileVariables, configFileVariables });
}
