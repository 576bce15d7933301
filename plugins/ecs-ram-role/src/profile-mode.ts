import { type ProfileMode, parseOptions, schemaOf } from "@alicred/core";
import { role } from "./options.ts";
import { metadataSource } from "./source.ts";

const fields = schemaOf<{ readonly ram_role_name?: string | undefined }>({ ram_role_name: role });

/** `EcsRamRole`: the role of the ECS instance; without `ram_role_name` the one that is attached. */
export const ecsRamRoleMode: ProfileMode = {
  mode: "EcsRamRole",
  source(profile) {
    const owner = `profile "${profile.name}"`;
    const { ram_role_name } = parseOptions(fields, profile.fields, owner, "INVALID_CONFIGURATION");
    // The role is the profile's: no variable replaces it.
    const options = { roleName: ram_role_name, variables: [] };
    return metadataSource(options, `field ram_role_name of ${owner}`, true);
  },
};
