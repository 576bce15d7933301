import {
  boolean,
  type CredentialSource,
  nonEmptyString,
  parseOptions,
  type Rule,
  schemaOf,
} from "@alicred/core";
import type { Profile, ProfileFields } from "@alicred/plugin-kit";
import { printable } from "@alicred/plugin-kit";
import type { EndpointOptions } from "./options.ts";
import type { RoleParameters } from "./role-parameters.ts";
import { roleRules } from "./rules.ts";

/** The field of `config.json` that gives each option of an assumed role, beside its duration. */
const FIELD_OF = {
  roleArn: "ram_role_arn",
  roleSessionName: "ram_session_name",
  policy: "policy",
  externalId: "external_id",
  "sts.endpoint": "sts_endpoint",
  "sts.region": "sts_region",
  "sts.vpc": "enable_vpc",
};

/** Of the key that a mode may take from its profile. */
const KEY_RULES = { accessKeyId: printable, accessKeySecret: printable, securityToken: printable };

/** The fields of a mode beside those of every assumed role, each by the option that it gives; all of them are text. */
export interface ModeFields<Required extends string, Optional extends string> {
  readonly required: Readonly<Record<Required, string>>;
  readonly optional?: Readonly<Record<Optional, string>> | undefined;
  /** The fields that may hold the duration; the first that is set counts. Default: `expired_seconds`. */
  readonly durations?: readonly string[] | undefined;
}

/** The options of a role, and by name those that the fields of the mode give. */
export type ProfileOptions<Required extends string, Optional extends string> = RoleParameters & {
  readonly externalId?: string | undefined;
  readonly sts: EndpointOptions;
} & Readonly<Record<Required, string> & Partial<Record<Optional, string>>>;

/** What a profile says of the role that is assumed by it. */
export interface RoleProfile<Required extends string, Optional extends string> {
  readonly options: ProfileOptions<Required, Optional>;
  /** Says where an option came from: `roleArn`, `sts.region`. */
  readonly originOf: (option: string) => string;
  /** The same source, with what is odd about the profile as a warning in the trace of each resolution. */
  readonly warned: (source: CredentialSource) => CredentialSource;
}

/**
 * Reads the fields of a profile that lead to an assumed role.
 *
 * @throws {ConfigurationError} `INVALID_CONFIGURATION`, naming profile and field.
 */
export function readRoleProfile<Required extends string, Optional extends string = never>(
  profile: Profile,
  { required, optional, durations = ["expired_seconds"] }: ModeFields<Required, Optional>,
): RoleProfile<Required, Optional> {
  const owner = `profile "${profile.name}"`;
  const duration = durations.find((field) => profile.fields[field]) ?? "expired_seconds";
  const fieldOf: Readonly<Record<string, string>> = {
    ...FIELD_OF,
    durationSeconds: duration,
    ...required,
    ...optional,
  };
  const rules: Readonly<Record<string, Rule>> = { ...roleRules, ...KEY_RULES, "sts.vpc": boolean };
  const entries = Object.entries(fieldOf);
  const schema = schemaOf<ProfileFields>(
    Object.fromEntries(entries.map(([option, field]) => [field, rules[option] ?? nonEmptyString])),
    ["ram_role_arn", ...Object.values<string>(required)],
  );
  // People write numbers as text, and the official clients write 0 for "not set".
  const written = profile.fields[duration];
  const isText = typeof written === "string" && /^\s*\d+\s*$/.test(written);
  const seconds = (isText ? Number(written) : written) || undefined;
  const fields = parseOptions(
    schema,
    { ...profile.fields, [duration]: seconds },
    owner,
    "INVALID_CONFIGURATION",
  );
  const {
    "sts.endpoint": endpoint,
    "sts.region": region,
    "sts.vpc": vpc,
    ...options
  } = Object.fromEntries(entries.map(([option, field]) => [option, fields[field]]));
  // The official clients write `enable_vpc: false` for "not set", which leaves the choice to the environment.
  const sts = { endpoint, region, vpc: vpc || undefined };
  return {
    options: { ...options, sts } as ProfileOptions<Required, Optional>,
    originOf: (option) => `field ${fieldOf[option]} of ${owner}`,
    warned: (source) => ({
      ...source,
      resolve(context) {
        if (isText) context.warn(`${owner}: ${duration} is text. Write it as a number.`);
        return source.resolve(context);
      },
    }),
  };
}
