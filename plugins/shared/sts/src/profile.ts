import type { CredentialSource, Rule } from "@alicred/core";
import { boolean, nonEmptyString, parseFields, schemaOf } from "@alicred/core";
import { type Profile, type ProfileFields, printable } from "@alicred/plugin-kit";
import type { EndpointOptions } from "./endpoint.ts";
import { type RoleOperation, type RoleOptionsOf, roleOptionsOf, roleRules } from "./role-options.ts";

/** The fields of `config.json` that say which STS to call. */
const ENDPOINT_FIELDS = {
  "sts.endpoint": "sts_endpoint",
  "sts.region": "sts_region",
  "sts.vpc": "enable_vpc",
} as const;

const RULES: Readonly<Record<string, Rule>> = {
  ...roleRules,
  accessKeyId: printable,
  accessKeySecret: printable,
  securityToken: printable,
  "sts.vpc": boolean,
};

/** The fields of a mode whose source calls STS, each by the option that it gives. */
export interface StsFields<
  Operation extends RoleOperation,
  Required extends string,
  Optional extends string,
> {
  /** The operation whose options the profile has. Default: none; of a role's options it has just the duration. */
  readonly operation?: Operation;
  /** Further fields, which must be set. All of them are text. */
  readonly required: Readonly<Record<Required, string>>;
  /** Further fields, which may be set. */
  readonly optional?: Readonly<Record<Optional, string>>;
  /** The fields that may hold the duration; the first that is set counts. Default: `expired_seconds`. */
  readonly durations?: readonly string[];
  /** The rule of the duration. Default: that of a role's session. */
  readonly durationRule?: Rule;
}

/** The options that a profile gives. */
export type StsProfileOptions<
  Operation extends RoleOperation,
  Required extends string,
  Optional extends string,
> = ([Operation] extends [never]
  ? { readonly durationSeconds?: number | undefined }
  : RoleOptionsOf<Operation>) &
  Readonly<Record<Required, string> & Partial<Record<Optional, string>>> & { readonly sts: EndpointOptions };

/** The content of a profile whose source calls STS. */
export interface StsProfile<
  Operation extends RoleOperation,
  Required extends string,
  Optional extends string,
> {
  readonly options: StsProfileOptions<Operation, Required, Optional>;
  /** Says where an option came from: `roleArn`, `sts.region`. */
  readonly originOf: (option: string) => string;
  /** The same source, which warns in the trace of each resolution about a duration that is written as text. */
  readonly warned: (source: CredentialSource) => CredentialSource;
}

/**
 * Reads a profile of a mode whose source calls STS.
 *
 * @throws {ConfigurationError} `INVALID_CONFIGURATION`, naming profile and field.
 */
export function readStsProfile<
  Required extends string,
  Optional extends string = never,
  Operation extends RoleOperation = never,
>(
  profile: Profile,
  mode: StsFields<Operation, Required, Optional>,
): StsProfile<Operation, Required, Optional> {
  const { operation, required, optional, durations = ["expired_seconds"] } = mode;
  const { durationRule = roleRules.durationSeconds } = mode;
  const label = `profile "${profile.name}"`;
  const rows = operation ? roleOptionsOf<RoleOperation>(operation) : [];
  const duration = durations.find((field) => profile.fields[field]) ?? "expired_seconds";
  const fieldOf: Readonly<Record<string, string>> = {
    ...Object.fromEntries(rows.map(([option, { field }]) => [option, field])),
    ...ENDPOINT_FIELDS,
    ...required,
    ...optional,
    durationSeconds: duration,
  };
  const entries = Object.entries(fieldOf);
  const rules: Readonly<Record<string, Rule>> = { ...RULES, durationSeconds: durationRule };
  const schema = schemaOf<ProfileFields>(
    Object.fromEntries(entries.map(([option, field]) => [field, rules[option] ?? nonEmptyString])),
    [...rows.flatMap(([, row]) => (row.required ? [row.field] : [])), ...Object.values<string>(required)],
  );
  // People write numbers as text, and the official clients write 0 for "not set".
  const written = profile.fields[duration];
  const isText = typeof written === "string" && /^\s*\d+\s*$/.test(written);
  const seconds = (isText ? Number(written) : written) || undefined;
  const input = { ...profile.fields, [duration]: seconds };
  const fields = parseFields(schema, input, label, "INVALID_CONFIGURATION");
  const {
    "sts.endpoint": endpoint,
    "sts.region": region,
    "sts.vpc": vpc,
    ...options
  } = Object.fromEntries(entries.map(([option, field]) => [option, fields[field]]));
  // The official clients write `enable_vpc: false` for "not set", which leaves the choice to the environment.
  const sts = { endpoint, region, vpc: vpc || undefined };
  return {
    options: { ...options, sts } as StsProfileOptions<Operation, Required, Optional>,
    originOf: (option) => `field ${fieldOf[option]} of ${label}`,
    warned: (source) => ({
      ...source,
      resolve(context) {
        if (isText) context.warn(`${label}: ${duration} is text. Write it as a number.`);
        return source.resolve(context);
      },
    }),
  };
}
