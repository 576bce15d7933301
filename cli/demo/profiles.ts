import { assumeRole } from "@alicred/assume-role";
import { type Host, refreshing } from "@alicred/core";
import type { Cloud } from "@alicred/simulators";
import { staticCredentials } from "@alicred/static";

export interface Profile {
  readonly name: string;
  readonly mode: string;
  readonly [field: string]: unknown;
}

const ACCOUNT = "1000000000000001";

/** Profiles as `aliyun configure` writes them: keys, a pasted session, a role, and a role on that role. */
export async function demoProfiles(
  cloud: Cloud,
  host: Host,
  stsEndpoint: string,
): Promise<readonly Profile[]> {
  const alice = cloud.accessKey("alice");
  const keys = { access_key_id: alice.accessKeyId, access_key_secret: alice.accessKeySecret };
  const role = { expired_seconds: 3600, sts_endpoint: stsEndpoint };
  const pasted = await refreshing(
    assumeRole({
      from: staticCredentials(alice),
      roleArn: `acs:ram::${ACCOUNT}:role/reader`,
      sts: { endpoint: stsEndpoint },
    }),
    { host },
  ).get();
  return [
    { name: "keys", mode: "AK", ...keys },
    {
      name: "pasted",
      mode: "StsToken",
      access_key_id: pasted.accessKeyId,
      access_key_secret: pasted.accessKeySecret,
      sts_token: pasted.securityToken,
    },
    {
      name: "admin",
      mode: "RamRoleArn",
      ...keys,
      ...role,
      ram_role_arn: `acs:ram::${ACCOUNT}:role/admin`,
      ram_session_name: "demo-admin",
    },
    {
      name: "reader",
      mode: "ChainableRamRoleArn",
      source_profile: "admin",
      ...role,
      ram_role_arn: `acs:ram::${ACCOUNT}:role/reader`,
      ram_session_name: "demo-reader",
    },
  ];
}
