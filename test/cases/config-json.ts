import { alice, roleArns } from "./world.ts";

const keys = { access_key_id: alice.accessKeyId, access_key_secret: alice.accessKeySecret };

/** The text of a `config.json` whose roles are assumed at `origin`, with further profiles. */
export function configJson(origin: string, more: readonly object[] = []): string {
  const role = { ram_session_name: "runtimes", expired_seconds: 3600, sts_endpoint: origin };
  const profiles = [
    { name: "keys", mode: "AK", ...keys, region_id: "cn-hangzhou", language: "en" },
    { name: "admin", mode: "RamRoleArn", ...keys, ...role, ram_role_arn: roleArns.admin, sts_token: "" },
    {
      name: "reader",
      mode: "ChainableRamRoleArn",
      source_profile: "admin",
      ...role,
      ram_role_arn: roleArns.reader,
    },
    ...more,
  ];
  return JSON.stringify({ current: "admin", profiles, meta_path: "" }, null, "\t");
}
