import { type CredentialSource, fixedSource } from "@alicred/core";
import type { Profile, ProfileMode } from "@alicred/plugin-kit";
import { type ModeFields, type ProfileOptions, readRoleProfile, type StsOptions } from "@alicred/sts";
import type { AssumeRoleOptions } from "./options.ts";
import { roleSource } from "./source.ts";

/** `RamRoleArn`: a role assumed with the key that the profile holds, and its token if there is one. */
export const ramRoleArnMode: ProfileMode = {
  mode: "RamRoleArn",
  source: (profile) => ramRoleArnSource(profile),
};

/**
 * The source of a profile of mode `RamRoleArn`.
 *
 * @param sts which STS to call, in place of what the profile says
 * @throws {ConfigurationError} `INVALID_CONFIGURATION`, naming profile and field.
 */
export function ramRoleArnSource(profile: Profile, sts?: StsOptions): CredentialSource {
  const { options, originOf, warned } = readRoleProfile(profile, {
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
  complete: (options: ProfileOptions<Required, Optional>, profile: Profile) => AssumeRoleOptions,
  keyOriginOf?: (options: ProfileOptions<Required, Optional>) => string,
): ProfileMode {
  return {
    mode,
    source(profile) {
      const { options, originOf, warned } = readRoleProfile(profile, fields);
      return warned(roleSource(complete(options, profile), originOf, keyOriginOf?.(options)));
    },
  };
}
