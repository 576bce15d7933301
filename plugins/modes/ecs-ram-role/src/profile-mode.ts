import { type CredentialSource, parseOptions, type StandardSchema, schemaOf } from "@alicred/core";
import type { Profile, ProfileMode } from "@alicred/plugin-kit";
import { role } from "./options.ts";
import { metadataSource } from "./source.ts";

interface EcsRamRoleFields {
  readonly ram_role_name?: string | undefined;
}

const ecsRamRoleFields: StandardSchema<EcsRamRoleFields> = schemaOf({ ram_role_name: role });

/** `EcsRamRole`: the role of the ECS instance; without `ram_role_name` the one that is attached. */
export const ecsRamRoleMode: ProfileMode = { mode: "EcsRamRole", source: sourceOf };

function sourceOf(profile: Profile): CredentialSource {
  const owner = `profile "${profile.name}"`;
  const fields = parseOptions(ecsRamRoleFields, profile.fields, owner, "INVALID_CONFIGURATION");
  // The role is the profile's: no variable replaces it.
  const options = { roleName: fields.ram_role_name, variables: [] };
  return metadataSource(options, `field ram_role_name of ${owner}`, true);
}
