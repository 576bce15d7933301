import type { Host } from "@alicred/core";
import { SELECTING_VARIABLES, type Setting } from "@alicred/plugin-kit";
import { regionOf, selectProfile } from "@alicred/shared-config";
import { isOn } from "../switches.ts";
import { PROFILES_SWITCH } from "./profile-files.ts";
import type { SdkDefaultOptions } from "./sdk-default.ts";

/**
 * The region of the profile of `config.json` that `sdkDefault` selects, and what named it; `undefined` where profiles are
 * switched off, and where no usable profile exists. The SDKs' credentials have no region themselves.
 */
export async function sdkDefaultRegion(
  { profile, configFile }: Pick<SdkDefaultOptions, "profile" | "configFile">,
  host: Host,
): Promise<Setting | undefined> {
  if (isOn(host, PROFILES_SWITCH)) return undefined;
  const { profile: profileVariables, configFile: configFileVariables } = SELECTING_VARIABLES.sdk;
  const selection = { profile, configFile, profileVariables, configFileVariables };
  // An unusable file is for the credentials to report.
  const selected = await selectProfile(host, selection).catch(() => undefined);
  return selected?.kind === "profile" ? regionOf(selected) : undefined;
}
