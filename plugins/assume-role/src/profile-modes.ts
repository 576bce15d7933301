import { fixedSource, type Profile, type ProfileMode } from "@alicred/core";
import { type ModeFields, type ProfileOptions, readRoleProfile } from "@alicred/sts";
import type { AssumeRoleOptions } from "./options.ts";
import { roleSource } from "./source.ts";

/** `RamRoleArn`: a role assumed with the key that the profile holds, and its token if there is one. */
export const ramRoleArnMode: ProfileMode = roleMode(
  "RamRoleArn",
  {
    required: { accessKeyId: "access_key_id", accessKeySecret: "access_key_secret" },
    optional: { securityToken: "sts_token" },
  },
  ({ accessKeyId, accessKeySecret, securityToken, ...role }, _profile, originOf) => ({
    ...role,
    from: fixedSource({ accessKeyId, accessKeySecret, securityToken }, originOf),
  }),
  (_options, originOf) => originOf("accessKeyId"),
);

/** `ChainableRamRoleArn`: a role assumed with the credentials of another profile. */
export const chainableRamRoleArnMode: ProfileMode = roleMode(
  "ChainableRamRoleArn",
  { required: { sourceProfile: "source_profile" } },
  ({ sourceProfile, ...role }, profile) => ({ ...role, from: profile.sourceOf(sourceProfile) }),
  ({ sourceProfile }) => `profile "${sourceProfile}"`,
);

/**
 * `RamRoleArnWithRoleName`, which is deprecated: a role assumed with the role of the ECS instance, by way of the mode
 * `EcsRamRole`, which must be registered too.
 */
export const ramRoleArnWithRoleNameMode: ProfileMode = roleMode(
  "RamRoleArnWithRoleName",
  { required: {}, optional: { roleName: "ram_role_name" } },
  ({ roleName, ...role }, profile) => ({
    ...role,
    from: profile.sourceOfFields({ mode: "EcsRamRole", ram_role_name: roleName }),
  }),
);

function roleMode<Required extends string, Optional extends string = never>(
  mode: string,
  fields: ModeFields<Required, Optional>,
  complete: (
    options: ProfileOptions<Required, Optional>,
    profile: Profile,
    originOf: (option: string) => string,
  ) => AssumeRoleOptions,
  keyOriginOf?: (options: ProfileOptions<Required, Optional>, originOf: (option: string) => string) => string,
): ProfileMode {
  return {
    mode,
    source(profile) {
      const { options, originOf, warned } = readRoleProfile(profile, fields);
      const keyOrigin = keyOriginOf?.(options, originOf);
      return warned(roleSource(complete(options, profile, originOf), originOf, keyOrigin));
    },
  };
}
