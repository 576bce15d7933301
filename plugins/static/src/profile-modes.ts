import {
  type CredentialSource,
  fixedSource,
  type Profile,
  type ProfileMode,
  parseOptions,
  type StandardSchema,
  schemaOf,
  text,
} from "@alicred/core";

interface KeyFields {
  readonly access_key_id: string;
  readonly access_key_secret: string;
}

interface SessionFields extends KeyFields {
  readonly sts_token: string;
}

const rules = { access_key_id: text, access_key_secret: text };
const keyFields: StandardSchema<KeyFields> = schemaOf(rules, ["access_key_id", "access_key_secret"]);
const sessionFields: StandardSchema<SessionFields> = schemaOf({ ...rules, sts_token: text }, [
  "access_key_id",
  "access_key_secret",
  "sts_token",
]);

/** `AK`: a long-lived access key. A token in the profile is left aside. */
export const accessKeyMode: ProfileMode = {
  mode: "AK",
  source: (profile) => sourceOf(profile, parse(profile, keyFields)),
};

/** `StsToken`: a temporary access key with its token. */
export const stsTokenMode: ProfileMode = {
  mode: "StsToken",
  source: (profile) => {
    const fields = parse(profile, sessionFields);
    return sourceOf(profile, fields, fields.sts_token);
  },
};

const FIELD_OF = {
  accessKeyId: "access_key_id",
  accessKeySecret: "access_key_secret",
  securityToken: "sts_token",
} as const;

function parse<Fields>({ name, fields }: Profile, schema: StandardSchema<Fields>): Fields {
  return parseOptions(schema, fields, `profile "${name}"`, "INVALID_CONFIGURATION");
}

function sourceOf({ name }: Profile, fields: KeyFields, securityToken?: string): CredentialSource {
  const { access_key_id: accessKeyId, access_key_secret: accessKeySecret } = fields;
  return fixedSource(
    { accessKeyId, accessKeySecret, securityToken },
    (part) => `field ${FIELD_OF[part]} of profile "${name}"`,
  );
}
