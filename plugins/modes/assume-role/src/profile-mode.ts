import type { CredentialSource } from "@alicred/core";
import { fixedSource, type Profile, type ProfileMode } from "@alicred/plugin-kit";
import { readStsProfile, type StsOptions } from "@alicred/sts";
import { roleSource } from "./source.ts";

/** `RamRoleArn`: a role assumed with the key that the profile holds, and its token if there is one. */
export const ramRoleArnMode: ProfileMode = {
  mode: "RamRoleArn",
  fields: ["ram_role_arn", "access_key_id", "access_key_secret"],
  source: (profile) => ramRoleArnSource(profile),
};

/**
 * The source of a profile of mode `RamRoleArn`.
 *
 * @param sts which STS to call, in place of what the profile says
 * @throws {ConfigurationError} `INVALID_CONFIGURATION`, naming profile and field.
 */
export function ramRoleArnSource(profile: Profile, sts?: StsOptions): CredentialSource {
  const { options, originOf, warned } = readStsProfile(profile, {
    operation: "AssumeRole",
    required: { accessKeyId: "access_key_id", accessKeySecret: "access_key_secret" },
    optional: { securityToken: "sts_token" },
  });
  const { accessKeyId, accessKeySecret, securityToken, ...role } = options;
  const from = fixedSource({ accessKeyId, accessKeySecret, securityToken }, originOf);
  const origin = (option: string): string =>
    sts && option.startsWith("sts.") ? `argument ${option}` : originOf(option);
  return warned(roleSource({ ...role, from, ...(sts && { sts }) }, origin, originOf("accessKeyId")));
}

/** `ChainableRamRoleArn`: a role assumed with the credentials of another profile. */
export const chainableRamRoleArnMode: ProfileMode = {
  mode: "ChainableRamRoleArn",
  source(profile) {
    const { options, originOf, warned } = readStsProfile(profile, {
      operation: "AssumeRole",
      required: { sourceProfile: "source_profile" },
    });
    const { sourceProfile, ...role } = options;
    const from = profile.sourceOf(sourceProfile);
    return warned(roleSource({ ...role, from }, originOf, `profile "${sourceProfile}"`));
  },
};

/**
 * `RamRoleArnWithRoleName`, which is deprecated: a role assumed with the role of the ECS instance, by way of the mode
 * `EcsRamRole`, which must be registered too.
 */
export const ramRoleArnWithRoleNameMode: ProfileMode = {
  mode: "RamRoleArnWithRoleName",
  source(profile) {
    const { options, originOf, warned } = readStsProfile(profile, {
      operation: "AssumeRole",
      required: {},
      optional: { roleName: "ram_role_name" },
    });
    const { roleName, ...role } = options;
    const from = profile.sourceOfFields({ mode: "EcsRamRole", ram_role_name: roleName });
    return warned(roleSource({ ...role, from }, originOf));
  },
};
