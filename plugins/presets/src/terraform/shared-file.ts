import type { Host } from "@alicred/core";
import type { Setting } from "@alicred/plugin-kit";
import { DEFAULT_CONFIG_FILE } from "@alicred/shared-config";
import { readConfigJson } from "../config-json.ts";
import { pick } from "./pick.ts";
import type { ProviderSettings } from "./settings.ts";
import { PROVIDER_VARIABLES } from "./variables.ts";

/** The shared file, as Terraform's provider finds it. */
export interface SharedFile {
  /** The profile that was asked for. Without one the file is not read. */
  readonly profile: Setting | undefined;
  readonly file: Setting | undefined;
  /** Absent where there is no such file, or it cannot be read. */
  readonly text: string | undefined;
}

/** Finds the shared file, and reads it where a profile was asked for. */
export async function readSharedFile(host: Host, settings: ProviderSettings): Promise<SharedFile> {
  const variables = PROVIDER_VARIABLES;
  const profile = pick(host, settings.profile, "profile", variables.profile);
  const file = pick(
    host,
    settings.shared_credentials_file,
    "shared_credentials_file",
    variables.shared_credentials_file,
  );
  const text = profile && (await readConfigJson(host, file?.value ?? DEFAULT_CONFIG_FILE));
  return { profile, file, text };
}
