import type { CredentialSource } from "@alicred/core";
import { ecsRamRoleMode, metadataSource } from "@alicred/ecs-ram-role";
import type { Profile, ProfileFields, ProfileMode } from "@alicred/plugin-kit";
import { memoizedSource, readVariable } from "@alicred/plugin-kit";

const KEY = {
  access_key_id: "ALIBABA_CLOUD_ACCESS_KEY_ID",
  access_key_secret: "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
};
const ROLE = {
  ram_role_arn: "ALIBABA_CLOUD_ROLE_ARN",
  ram_session_name: "ALIBABA_CLOUD_ROLE_SESSION_NAME",
};

interface Completion {
  /** What the mode's source is called. */
  readonly name: string;
  /** By field, the variable from which the Go SDK takes what the profile leaves empty. */
  readonly variables: Readonly<Record<string, string>>;
}

const COMPLETIONS: Readonly<Record<string, Completion>> = {
  AK: { name: "static", variables: KEY },
  StsToken: { name: "static", variables: { ...KEY, sts_token: "ALIBABA_CLOUD_SECURITY_TOKEN" } },
  RamRoleArn: { name: "assume-role", variables: { ...KEY, ...ROLE } },
  ChainableRamRoleArn: { name: "assume-role", variables: ROLE },
  // The session's variable does not count here.
  OIDC: {
    name: "oidc",
    variables: {
      ram_role_arn: ROLE.ram_role_arn,
      oidc_provider_arn: "ALIBABA_CLOUD_OIDC_PROVIDER_ARN",
      oidc_token_file: "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
    },
  },
};

/**
 * The modes as the Go SDK has them, to which Terraform's provider leaves profiles that lead to others: variables
 * complete a profile, and a metadata service without tokens is asked without one.
 *
 * @see https://github.com/aliyun/credentials-go/blob/master/credentials/providers/cli_profile.go
 */
export function goSdkModes(modes: readonly ProfileMode[]): readonly ProfileMode[] {
  return modes.map((each) => {
    if (each === ecsRamRoleMode) return { ...each, source: withoutTokens };
    const completion = COMPLETIONS[each.mode];
    return completion ? { ...each, source: (profile) => completed(each, profile, completion) } : each;
  });
}

function completed(mode: ProfileMode, profile: Profile, { name, variables }: Completion): CredentialSource {
  const empty = Object.entries(variables).filter(([field]) => profile.fields[field] === undefined);
  if (empty.length === 0) return mode.source(profile);
  return memoizedSource(
    name,
    (context): ProfileFields => {
      const found = empty.flatMap(([field, variable]) => {
        const setting = readVariable(context.host, [variable]);
        if (setting !== undefined) context.supplied(field, setting.from);
        return setting === undefined ? [] : [[field, setting.value] as const];
      });
      return Object.fromEntries(found);
    },
    (found) => mode.source({ ...profile, fields: { ...profile.fields, ...found } }),
  );
}

function withoutTokens({ name, fields: { ram_role_name: role } }: Profile): CredentialSource {
  const roleName = role === undefined ? undefined : String(role);
  return metadataSource({ roleName, imdsV1: "fallback" }, `field ram_role_name of profile "${name}"`, true);
}
