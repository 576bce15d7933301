import { parseFields, schemaOf } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { metadataSource, roleNameRule } from "./source.ts";

interface EcsRamRoleFields {
  readonly ram_role_name?: string | undefined;
}

const ecsRamRoleFields = schemaOf<EcsRamRoleFields>({ ram_role_name: roleNameRule });

/** `EcsRamRole`: the role of the ECS instance; without `ram_role_name` the one that is attached. */
export const ecsRamRoleMode: ProfileMode = {
  mode: "EcsRamRole",
  fields: ["ram_role_name"],
  source(profile) {
    const label = `profile "${profile.name}"`;
    const fields = parseFields(ecsRamRoleFields, profile.fields, label, "INVALID_CONFIGURATION");
    // The profile names the role: no variable replaces it.
    const options = { roleName: fields.ram_role_name, variables: [] };
    return metadataSource(options, `field ram_role_name of ${label}`, true);
  },
};
