import {
  type CredentialSource,
  fixedSource,
  type Profile,
  type ProfileMode,
  parseOptions,
  type StandardSchema,
  type SuppliedPart,
} from "@alicred/core";
import * as z from "zod/mini";
import {
  durationSeconds,
  endpoint,
  externalId,
  policy,
  region,
  roleArn,
  roleSessionName,
  text,
} from "./checks.ts";
import { type Part, roleSource } from "./source.ts";

interface RoleFields {
  readonly ram_role_arn: string;
  readonly ram_session_name?: string | undefined;
  readonly expired_seconds?: number | undefined;
  readonly external_id?: string | undefined;
  readonly policy?: string | undefined;
  readonly sts_region?: string | undefined;
  readonly sts_endpoint?: string | undefined;
  readonly enable_vpc?: boolean | undefined;
}

interface KeyFields {
  readonly access_key_id: string;
  readonly access_key_secret: string;
  readonly sts_token?: string | undefined;
}

const roleFields = {
  ram_role_arn: roleArn(),
  ram_session_name: z.optional(roleSessionName()),
  expired_seconds: z.optional(durationSeconds()),
  external_id: z.optional(externalId()),
  policy: z.optional(policy()),
  sts_region: z.optional(region()),
  sts_endpoint: z.optional(endpoint()),
  enable_vpc: z.optional(z.boolean("is not true or false")),
};

const ramRoleArnFields: StandardSchema<RoleFields & KeyFields> = z.object({
  ...roleFields,
  access_key_id: text(),
  access_key_secret: text(),
  sts_token: z.optional(text()),
});

const chainableRamRoleArnFields: StandardSchema<RoleFields & { readonly source_profile: string }> = z.object({
  ...roleFields,
  source_profile: text(),
});

const FIELD_OF: Readonly<Record<Part, keyof RoleFields>> = {
  roleArn: "ram_role_arn",
  roleSessionName: "ram_session_name",
  durationSeconds: "expired_seconds",
  externalId: "external_id",
  policy: "policy",
  "sts.endpoint": "sts_endpoint",
  "sts.region": "sts_region",
  "sts.vpc": "enable_vpc",
};

const KEY_FIELD_OF: Readonly<Record<SuppliedPart, keyof KeyFields>> = {
  accessKeyId: "access_key_id",
  accessKeySecret: "access_key_secret",
  securityToken: "sts_token",
};

/** `RamRoleArn`: a role assumed with the key that the profile holds, and its token if there is one. */
export const ramRoleArnMode: ProfileMode = {
  mode: "RamRoleArn",
  source: (profile) => sourceOf(profile, ramRoleArnFields, (fields) => keySource(profile, fields)),
};

/** `ChainableRamRoleArn`: a role assumed with the credentials of another profile. */
export const chainableRamRoleArnMode: ProfileMode = {
  mode: "ChainableRamRoleArn",
  source: (profile) =>
    sourceOf(profile, chainableRamRoleArnFields, ({ source_profile }) => profile.sourceOf(source_profile)),
};

function sourceOf<Fields extends RoleFields>(
  profile: Profile,
  schema: StandardSchema<Fields>,
  baseOf: (fields: Fields) => CredentialSource,
): CredentialSource {
  const { input, warnings } = lenient(profile);
  const fields = parseOptions(schema, input, `profile "${profile.name}"`, "INVALID_CONFIGURATION");
  const options = {
    from: baseOf(fields),
    roleArn: fields.ram_role_arn,
    roleSessionName: fields.ram_session_name,
    durationSeconds: fields.expired_seconds,
    externalId: fields.external_id,
    policy: fields.policy,
    // The official clients write `false` for "not set", which leaves the choice to the environment.
    sts: { endpoint: fields.sts_endpoint, region: fields.sts_region, vpc: fields.enable_vpc || undefined },
  };
  return roleSource(options, (part) => fieldOf(profile, FIELD_OF[part]), warnings);
}

/** People write numbers as text, and the official clients write 0 for "not set". */
function lenient({ name, fields }: Profile): { input: Record<string, unknown>; warnings: string[] } {
  const { expired_seconds: written, ...others } = fields;
  const isText = typeof written === "string" && /^\d+$/.test(written.trim());
  const seconds = isText ? Number(written) : written;
  const warnings = isText ? [`profile "${name}": expired_seconds is text. Write it as a number.`] : [];
  return { input: seconds === 0 ? others : { ...others, expired_seconds: seconds }, warnings };
}

/** The key in the profile itself. */
function keySource(profile: Profile, fields: KeyFields): CredentialSource {
  const init = {
    accessKeyId: fields.access_key_id,
    accessKeySecret: fields.access_key_secret,
    securityToken: fields.sts_token,
  };
  return fixedSource(init, (part) => fieldOf(profile, KEY_FIELD_OF[part]));
}

function fieldOf({ name }: Profile, field: string): string {
  return `field ${field} of profile "${name}"`;
}
