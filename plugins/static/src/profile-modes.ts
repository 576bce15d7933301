import {
  type CredentialSource,
  fixedSource,
  type Profile,
  type ProfileMode,
  parseOptions,
  type StandardSchema,
} from "@alicred/core";
import * as z from "zod/mini";

interface KeyFields {
  readonly access_key_id: string;
  readonly access_key_secret: string;
  readonly sts_token?: string | undefined;
}

const field = (): z.ZodMiniString => z.string("is missing or not text");

const accessKeyFields: StandardSchema<KeyFields> = z.object({
  access_key_id: field(),
  access_key_secret: field(),
});

const stsTokenFields: StandardSchema<KeyFields> = z.object({
  access_key_id: field(),
  access_key_secret: field(),
  sts_token: field(),
});

/** `AK`: a long-lived access key. */
export const accessKeyMode: ProfileMode = {
  mode: "AK",
  source: (profile) => sourceOf(profile, accessKeyFields),
};

/** `StsToken`: a temporary access key with its token. */
export const stsTokenMode: ProfileMode = {
  mode: "StsToken",
  source: (profile) => sourceOf(profile, stsTokenFields),
};

const FIELD_OF = {
  accessKeyId: "access_key_id",
  accessKeySecret: "access_key_secret",
  securityToken: "sts_token",
} as const;

function sourceOf({ name, fields }: Profile, schema: StandardSchema<KeyFields>): CredentialSource {
  const { access_key_id, access_key_secret, sts_token } = parseOptions(
    schema,
    fields,
    `profile "${name}"`,
    "INVALID_CONFIGURATION",
  );
  return fixedSource(
    { accessKeyId: access_key_id, accessKeySecret: access_key_secret, securityToken: sts_token },
    (part) => `field ${FIELD_OF[part]} of profile "${name}"`,
  );
}
