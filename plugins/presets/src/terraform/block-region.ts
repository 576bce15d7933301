import type { Host } from "@alicred/core";
import type { Setting } from "@alicred/plugin-kit";
import { profilesIn, textOf } from "../config-json.ts";
import { pick } from "./pick.ts";
import type { ProviderSettings } from "./settings.ts";
import { readSharedFile } from "./shared-file.ts";
import { PROVIDER_VARIABLES } from "./variables.ts";

/** The region that a block leads to, by itself, by a variable, by the profile or by default. */
export async function blockRegion(settings: ProviderSettings, host: Host): Promise<Setting> {
  const named = pick(host, settings.region, "region", PROVIDER_VARIABLES.region);
  if (named !== undefined) return named;
  const { profile, text } = await readSharedFile(host, settings);
  const [fields] = profilesIn(text, profile?.value);
  const value = textOf(fields, "region_id");
  return value === undefined
    ? { value: "cn-beijing", from: "the default of Terraform's provider" }
    : { value, from: `field region_id of profile "${profile?.value}"` };
}
