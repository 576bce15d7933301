import { type CredentialSource, type Profile, parseOptions, type Rule, schemaOf } from "@alicred/core";
import { type LimitedOption, limits } from "./limits.ts";
import type { EndpointOptions } from "./options.ts";
import type { RoleParameters } from "./role-parameters.ts";

/** The field of `config.json` that holds each option; those of the duration differ between modes. */
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
  readonly role: RoleParameters & {
    readonly externalId: string | undefined;
    readonly sts: EndpointOptions;
  };
  /** Says where a part came from: `roleArn`, `sts.region`, or the name of a field. */
  readonly describe: (part: string) => string;
  /** The same source, with what is odd about the profile as warnings in the trace of each resolution. */
  readonly warned: (source: CredentialSource) => CredentialSource;
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
  const [duration = "expired_seconds", ...ignored] = durations.filter((field) => given[field]);
  const fieldOf: Readonly<Record<string, string>> = { ...FIELD_OF, durationSeconds: duration };
  const roleRules = Object.entries(fieldOf).map(([option, field]) => [
    field,
    limits[option as LimitedOption],
  ]);
  // People write numbers as text, and the official clients write 0 for "not set".
  const written = given[duration];
  const isText = typeof written === "string" && /^\s*\d+\s*$/.test(written);
  const seconds = (isText ? Number(written) : written) || undefined;
  const fields = parseOptions(
    schemaOf<Fields & RoleFields>({ ...rules, ...Object.fromEntries(roleRules) }, [
      ...required,
      "ram_role_arn",
    ]),
    { ...given, [duration]: seconds },
    owner,
    "INVALID_CONFIGURATION",
  );
  return {
    fields,
    role: {
      roleArn: fields.ram_role_arn,
      roleSessionName: fields.ram_session_name,
      durationSeconds: seconds as number | undefined,
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
    warned: (source) => ({
      ...source,
      resolve(context) {
        if (isText) context.warn(`${owner}: ${duration} is text. Write it as a number.`);
        for (const field of ignored) context.warn(`${owner}: ${field} is ignored: ${duration} comes first.`);
        return source.resolve(context);
      },
    }),
  };
}
