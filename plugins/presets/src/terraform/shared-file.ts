import type { Host } from "@alicred/core";
import type { ProfileFields, Setting } from "@alicred/plugin-kit";
import { DEFAULT_CONFIG_FILE, parseConfigFile, profilesNamed } from "@alicred/shared-config";
import { readConfigJson, textOf } from "../config-json.ts";
import { pick } from "./pick.ts";
import type { ProviderSettings } from "./provider-block.ts";
import { PROVIDER_VARIABLES } from "./variables.ts";

/** The shared file, as Terraform's provider finds it. */
export interface SharedFile {
  /** The name of the profile that was asked for. Without one the file is not read. */
  readonly profile: Setting | undefined;
  readonly file: Setting | undefined;
  /** Absent where there is no such file, or it cannot be read. */
  readonly text: string | undefined;
  /** The profile, the one for both key and region. Absent where it cannot be found, which is for others to say. */
  readonly fields: ProfileFields | undefined;
}

/**
 * Finds the shared file, and reads it where a profile was asked for; `current` never asks for one. Of several profiles of
 * one name the first counts, but to the provider's code the last.
 */
export async function readSharedFile(host: Host, settings: ProviderSettings): Promise<SharedFile> {
  const profile = pick(host, settings.profile, "profile", PROVIDER_VARIABLES.profile);
  const argument = "shared_credentials_file";
  const file = pick(host, settings[argument], argument, PROVIDER_VARIABLES[argument]);
  const text = profile && (await readConfigJson(host, file?.value ?? DEFAULT_CONFIG_FILE));
  const named = profile && text !== undefined ? profilesOf(text, profile.value) : [];
  return { profile, file, text, fields: named.at(settings.compat === "provider" ? -1 : 0) };
}

function profilesOf(text: string, name: string): readonly ProfileFields[] {
  try {
    return profilesNamed(parseConfigFile(text, ""), name);
  } catch {
    return [];
  }
}

/** The region that a block leads to: by itself, by a variable, by the profile or by default. */
export function regionOf(host: Host, settings: ProviderSettings, { profile, fields }: SharedFile): Setting {
  const named = pick(host, settings.region, "region", PROVIDER_VARIABLES.region);
  if (named !== undefined) return named;
  // To the provider's code a profile without a mode is none.
  const counts = settings.compat === undefined || typeof fields?.["mode"] === "string";
  const value = counts ? textOf(fields, "region_id") : undefined;
  return value === undefined
    ? { value: "cn-beijing", from: "the default of Terraform's provider" }
    : { value, from: `field region_id of profile "${profile?.value}"` };
}
