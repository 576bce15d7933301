import type { Host } from "@alicred/core";
import type { ProfileFields } from "@alicred/plugin-kit";
import { readVariable, type Setting, textOf } from "@alicred/plugin-kit";

/** The variable that switches profiles off: the first of these that is set, if it is `TRUE`. */
export function isIgnored(host: Host): Setting | undefined {
  const setting = readVariable(host, ["ALIBABA_CLOUD_IGNORE_PROFILE", "ALIBABACLOUD_IGNORE_PROFILE"]);
  return setting?.value === "TRUE" ? setting : undefined;
}

/** The profile that is filled then. */
export const IGNORED_PROFILE: ProfileFields = { region_id: "cn-hangzhou" };

type Field = readonly [field: string, variables: readonly string[]];

const KEY: readonly string[] = ["access_key_id", "access_key_secret", "sts_token"];

/**
 * The fields of a profile that the aliyun CLI fills from the environment where they are empty. Fields of one group
 * belong together: a group is filled as a whole, by the first row of variables that has any of them, or not at all.
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
  [[["sts_endpoint", ["ALIBABA_CLOUD_STS_ENDPOINT"]]]],
  [
    [
      [
        "region_id",
        ["ALIBABA_CLOUD_REGION_ID", "ALIBABACLOUD_REGION_ID", "ALICLOUD_REGION_ID", "REGION_ID", "REGION"],
      ],
    ],
  ],
];

/** The fields of any profile that the SDK below the CLI fills where the CLI hands on nothing, by the mode in lower case. */
const BY_MODE: ReadonlyMap<string, readonly Field[]> = (() => {
  const sessionName: Field = ["ram_session_name", ["ALIBABA_CLOUD_ROLE_SESSION_NAME"]];
  const roleName: Field = ["ram_role_name", ["ALIBABA_CLOUD_ECS_METADATA"]];
  return new Map([
    ["ecsramrole", [roleName]],
    ["ramrolearnwithrolename", [roleName, sessionName]],
    ["ramrolearn", [sessionName]],
    ["chainableramrolearn", [sessionName]],
    ["oidc", [sessionName]],
  ]);
})();

/** A profile with the additions of flags or environment. */
export interface Filled {
  readonly fields: ProfileFields;
  /** Field and origin of each addition, for the trace. */
  readonly from: readonly (readonly [field: string, from: string])[];
}

/**
 * Puts fields over those of a profile. Key, secret and token belong together: when one is given, the others of the
 * profile are dropped.
 */
export function override(fields: ProfileFields, overrides: ProfileFields): Filled {
  const given = Object.entries(overrides).filter(([, value]) => (value ?? "") !== "");
  const hasKey = given.some(([field]) => KEY.includes(field));
  const kept = Object.entries(fields).filter(([field]) => !hasKey || !KEY.includes(field));
  return {
    fields: Object.fromEntries([...kept, ...given]),
    from: given.map(([field]) => [field, `option overrides.${field}`]),
  };
}

/** Fills the empty fields of a profile. Keys are filled only where the mode has keys, or is not known yet. */
export function fillFromVariables(host: Host, fields: ProfileFields): Filled {
  const hasKeys = /^(AK|StsToken|RamRoleArn|)$/i.test(textOf(fields["mode"]));
  const additions = GROUPS.flatMap((rows) => {
    const isEmpty = rows.every((row) => row.every(([field]) => fields[field] === undefined));
    if (!isEmpty || (rows === GROUPS[0] && !hasKeys)) return [];
    for (const row of rows) {
      const found = readFields(host, row);
      // A token without a key is of no use.
      if (found.some(({ field }) => field !== "sts_token")) return found;
    }
    return [];
  });
  return filled(fields, additions);
}

/** Fills the fields that the SDK below the CLI reads for a profile of this mode. */
export function fillByMode(host: Host, fields: ProfileFields): Filled {
  const rows = BY_MODE.get(textOf(fields["mode"]).toLowerCase()) ?? [];
  const empty = rows.filter(([field]) => fields[field] === undefined);
  return filled(fields, readFields(host, empty));
}

interface Addition {
  readonly field: string;
  readonly value: string;
  readonly from: string;
}

function readFields(host: Host, row: readonly Field[]): readonly Addition[] {
  return row.flatMap(([field, variables]) => {
    const setting = readVariable(host, variables);
    return setting === undefined ? [] : [{ field, ...setting }];
  });
}

function filled(fields: ProfileFields, additions: readonly Addition[]): Filled {
  return {
    fields: { ...fields, ...Object.fromEntries(additions.map(({ field, value }) => [field, value])) },
    from: additions.map(({ field, from }) => [field, from]),
  };
}
