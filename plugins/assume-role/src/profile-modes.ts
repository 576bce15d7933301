import {
  type CredentialSource,
  fixedSource,
  type Profile,
  type ProfileMode,
  type SuppliedPart,
  text,
} from "@alicred/core";
import { type ModeFields, readRoleProfile } from "@alicred/sts";
import { roleSource } from "./source.ts";

interface KeyFields {
  readonly access_key_id: string;
  readonly access_key_secret: string;
  readonly sts_token?: string | undefined;
}

const KEY_FIELD_OF: Readonly<Record<SuppliedPart, keyof KeyFields>> = {
  accessKeyId: "access_key_id",
  accessKeySecret: "access_key_secret",
  securityToken: "sts_token",
};

/** `RamRoleArn`: a role assumed with the key that the profile holds, and its token if there is one. */
export const ramRoleArnMode: ProfileMode = roleMode<KeyFields>(
  "RamRoleArn",
  {
    rules: { access_key_id: text, access_key_secret: text, sts_token: text },
    required: ["access_key_id", "access_key_secret"],
  },
  (fields, _profile, describe) => {
    const init = {
      accessKeyId: fields.access_key_id,
      accessKeySecret: fields.access_key_secret,
      securityToken: fields.sts_token,
    };
    return fixedSource(init, (part) => describe(KEY_FIELD_OF[part]));
  },
);

/** `ChainableRamRoleArn`: a role assumed with the credentials of another profile. */
export const chainableRamRoleArnMode: ProfileMode = roleMode<{ readonly source_profile: string }>(
  "ChainableRamRoleArn",
  { rules: { source_profile: text }, required: ["source_profile"] },
  ({ source_profile }, profile) => profile.sourceOf(source_profile),
);

/**
 * `RamRoleArnWithRoleName`, which is deprecated: a role assumed with the role of the ECS instance, by way of the mode
 * `EcsRamRole`, which must be registered too.
 */
export const ramRoleArnWithRoleNameMode: ProfileMode = roleMode<{
  readonly ram_role_name?: string | undefined;
}>("RamRoleArnWithRoleName", { rules: { ram_role_name: text }, required: [] }, ({ ram_role_name }, profile) =>
  profile.sourceOfFields({ mode: "EcsRamRole", ram_role_name }),
);

function roleMode<Fields>(
  mode: string,
  modeFields: ModeFields<Fields>,
  baseOf: (fields: Fields, profile: Profile, describe: (part: string) => string) => CredentialSource,
): ProfileMode {
  return {
    mode,
    source(profile) {
      const { fields, role, describe, warned } = readRoleProfile(profile, modeFields);
      return warned(roleSource({ from: baseOf(fields, profile, describe), ...role }, describe));
    },
  };
}
