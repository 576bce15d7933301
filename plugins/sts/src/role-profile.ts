import { flag, type Profile, parseOptions, type Rule, schemaOf } from "@alicred/core";
import type { EndpointOptions } from "./endpoint.ts";
import { durationSeconds, endpoint, externalId, policy, region, roleArn, roleSessionName } from "./limits.ts";

/** The field of `config.json` that holds each part. */
const FIELD_OF = {
  roleArn: "ram_role_arn",
  roleSessionName: "ram_session_name",
  policy: "policy",
  externalId: "external_id",
  "sts.endpoint": "sts_endpoint",
  "sts.region": "sts_region",
  "sts.vpc": "enable_vpc",
} as const;

/** What a profile says of the role that is assumed by it. */
export interface RoleProfile<Fields> {
  /** The fields of the mode alone. */
  readonly fields: Fields;
  /** For the options of a source. */
  readonly role: {
    readonly roleArn: string;
    readonly roleSessionName: string | undefined;
    readonly durationSeconds: number | undefined;
    readonly policy: string | undefined;
    readonly externalId: string | undefined;
    readonly sts: EndpointOptions;
  };
  /** Says where a part came from: `roleArn`, `sts.region`, or the name of a field. */
  readonly describe: (part: string) => string;
  /** For the trace. */
  readonly warnings: readonly string[];
}

/** The fields of a mode beside those of every assumed role. */
export interface ModeFields<Fields> {
  readonly rules: Readonly<Record<keyof Fields & string, Rule>>;
  readonly required: readonly (keyof Fields & string)[];
  /** The fields that may hold the duration; the first that is set counts. Default: `expired_seconds`. */
  readonly durations?: readonly string[];
}

interface RoleFields {
  readonly ram_role_arn: string;
  readonly ram_session_name?: string | undefined;
  readonly external_id?: string | undefined;
  readonly policy?: string | undefined;
  readonly sts_region?: string | undefined;
  readonly sts_endpoint?: string | undefined;
  readonly enable_vpc?: boolean | undefined;
}

const roleRules: Readonly<Record<string, Rule>> = {
  ram_role_arn: roleArn,
  ram_session_name: roleSessionName,
  external_id: externalId,
  policy,
  sts_region: region,
  sts_endpoint: endpoint,
  enable_vpc: flag,
};

/**
 * Reads the fields of a profile that lead to an assumed role.
 *
 * @throws {ConfigurationError} `INVALID_CONFIGURATION`, naming profile and field.
 */
export function readRoleProfile<Fields>(
  { name, fields: given }: Profile,
  { rules, required, durations = ["expired_seconds"] }: ModeFields<Fields>,
): RoleProfile<Fields> {
  const owner = `profile "${name}"`;
  const [durationField = "expired_seconds", ...ignored] = durations.filter((field) => given[field]);
  const written = given[durationField];
  // People write numbers as text, and the official clients write 0 for "not set".
  const isText = typeof written === "string" && /^\d+$/.test(written.trim());
  const seconds = isText ? Number(written) : written;
  const fields = parseOptions(
    schemaOf<Fields & RoleFields>({ ...rules, ...roleRules, [durationField]: durationSeconds }, [
      ...required,
      "ram_role_arn",
    ]),
    { ...given, [durationField]: seconds === 0 ? undefined : seconds },
    owner,
    "INVALID_CONFIGURATION",
  );
  const fieldOf: Readonly<Record<string, string>> = { ...FIELD_OF, durationSeconds: durationField };
  return {
    fields,
    role: {
      roleArn: fields.ram_role_arn,
      roleSessionName: fields.ram_session_name,
      durationSeconds: seconds === 0 ? undefined : (seconds as number | undefined),
      policy: fields.policy,
      externalId: fields.external_id,
      sts: {
        endpoint: fields.sts_endpoint,
        region: fields.sts_region,
        // The official clients write `false` for "not set", which leaves the choice to the environment.
        vpc: fields.enable_vpc || undefined,
      },
    },
    describe: (part) => `field ${fieldOf[part] ?? part} of ${owner}`,
    warnings: [
      ...(isText ? [`${owner}: ${durationField} is text. Write it as a number.`] : []),
      ...ignored.map((field) => `${owner}: ${field} is ignored: ${durationField} comes first.`),
    ],
  };
}
