import type { Host, ProfileFields } from "@alicred/core";
import { readVariable } from "@alicred/plugin-kit";

/** With `TRUE` in the first that is set, there is no profile. */
export const IGNORE_PROFILE_VARIABLES: readonly string[] = [
  "ALIBABA_CLOUD_IGNORE_PROFILE",
  "ALIBABACLOUD_IGNORE_PROFILE",
];

type Field = readonly [field: string, variables: readonly string[]];

/**
 * The fields of a profile that the aliyun CLI fills from the environment where they are empty. Fields of one group
 * belong together: a group is filled as a whole, by the first row of variables that has any of it, or not at all.
 *
 * @see https://github.com/aliyun/aliyun-cli/blob/master/config/profile.go
 */
const GROUPS: readonly (readonly (readonly Field[])[])[] = [
  ["ALIBABA_CLOUD_", "ALIBABACLOUD_", "ALICLOUD_", ""].map((family) => [
    ["access_key_id", [`${family}ACCESS_KEY_ID`]],
    ["access_key_secret", [`${family}ACCESS_KEY_SECRET`]],
    ["sts_token", [`${family}SECURITY_TOKEN`]],
  ]),
  [[["credentials_uri", ["ALIBABA_CLOUD_CREDENTIALS_URI"]]]],
  [
    [
      ["bearer_token", ["ALIBABA_CLOUD_BEARER_TOKEN"]],
      ["bearer_token_header_key", ["ALIBABA_CLOUD_BEARER_TOKEN_HEADER_KEY"]],
    ],
  ],
  [[["oidc_provider_arn", ["ALIBABACLOUD_OIDC_PROVIDER_ARN", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN"]]]],
  [[["oidc_token_file", ["ALIBABACLOUD_OIDC_TOKEN_FILE", "ALIBABA_CLOUD_OIDC_TOKEN_FILE"]]]],
  [[["ram_role_arn", ["ALIBABACLOUD_ROLE_ARN", "ALIBABA_CLOUD_ROLE_ARN"]]]],
  [[["external_id", ["ALIBABACLOUD_EXTERNAL_ID", "ALIBABA_CLOUD_EXTERNAL_ID"]]]],
];

/** What the environment adds to a profile. */
export interface Filled {
  readonly fields: ProfileFields;
  /** Field and variable of each addition, for the trace. */
  readonly from: readonly (readonly [field: string, from: string])[];
}

/** Fills the empty fields of a profile. Keys are filled only where the mode is one that has keys, or is not known yet. */
export function fillFromVariables(host: Host, fields: ProfileFields): Filled {
  const hasKeys = /^(AK|StsToken|RamRoleArn|)$/i.test(String(fields["mode"] ?? ""));
  const additions = GROUPS.flatMap((rows) => {
    const isEmpty = rows.every((row) => row.every(([field]) => fields[field] === undefined));
    if (!isEmpty || (rows === GROUPS[0] && !hasKeys)) return [];
    for (const row of rows) {
      const found = row.flatMap(([field, variables]) => {
        const setting = readVariable(host, variables);
        return setting === undefined ? [] : [{ field, ...setting }];
      });
      // A token alone belongs to no key.
      if (found.some(({ field }) => field !== "sts_token")) return found;
    }
    return [];
  });
  return {
    fields: { ...fields, ...Object.fromEntries(additions.map(({ field, value }) => [field, value])) },
    from: additions.map(({ field, from }) => [field, from]),
  };
}
