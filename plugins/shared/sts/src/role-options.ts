/**
 * The options of an assumed role. Each is one row: types, checks, requests and the reading of files follow from it.
 *
 * @module
 */
import { type Rule, stringMatching } from "@alicred/core";
import { parseJson, wholeNumber } from "@alicred/plugin-kit";

/** The operations that assume a role. */
export type RoleOperation = "AssumeRole" | "AssumeRoleWithOIDC";

/** The facts about one option. */
export interface RoleOptionRow {
  /** Its parameter in a request. */
  readonly wire: string;
  /** Its field in `config.json`. */
  readonly field: string;
  /** Its key in the INI file of the SDKs. Default: as the field. */
  readonly ini?: string;
  /** The limits that the service documents. */
  readonly rule: Rule;
  /** Default: text. */
  readonly type?: "number";
  /** Default: the role can be assumed without it. */
  readonly required?: true;
  /** The only operation that takes it. Default: both do. */
  readonly only?: RoleOperation;
  /** Sent when the option is not given. Default: nothing is sent. */
  readonly default?: string;
}

/**
 * The table of options.
 *
 * @see https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerole
 */
export const ROLE_OPTIONS = {
  /** The role: `acs:ram::<account id>:role/<name>`. */
  roleArn: {
    wire: "RoleArn",
    field: "ram_role_arn",
    ini: "role_arn",
    required: true,
    rule: stringMatching(
      /^acs:ram::\d+:role\/[\w.@-]+$/,
      "is not the ARN of a role, acs:ram::<account id>:role/<name>",
    ) as Rule,
  },
  /** The identity provider: `acs:ram::<account id>:oidc-provider/<name>`. */
  oidcProviderArn: {
    wire: "OIDCProviderArn",
    field: "oidc_provider_arn",
    only: "AssumeRoleWithOIDC",
    required: true,
    rule: stringMatching(
      /^acs:ram::\d+:oidc-provider\/[\w.-]{1,128}$/,
      "is not the ARN of an OIDC provider, acs:ram::<account id>:oidc-provider/<name>",
    ) as Rule,
  },
  /**
   * Names the session in audit logs, which can be searched for it: 2 to 64 letters, digits and characters of `. @ - _`.
   * Default: `alicred`.
   */
  roleSessionName: {
    wire: "RoleSessionName",
    field: "ram_session_name",
    ini: "role_session_name",
    default: "alicred",
    rule: stringMatching(/^[\w.@-]{2,64}$/, "is not 2 to 64 letters, digits or . @ - _") as Rule,
  },
  /**
   * Life of a session in seconds: 900 up to the role's own maximum, at most 43,200. Beyond the role's maximum STS
   * refuses. Default: 3,600, by STS.
   */
  durationSeconds: {
    wire: "DurationSeconds",
    field: "expired_seconds",
    ini: "role_session_expiration",
    type: "number",
    rule: wholeNumber(900, 43_200) as Rule,
  },
  /**
   * A policy as JSON, 1 to 2,048 characters, that narrows the session's permissions. An empty string is refused,
   * because it would quietly grant all of the role's permissions. Default: none.
   */
  policy: {
    wire: "Policy",
    field: "policy",
    rule: {
      accepts: (value: unknown): boolean =>
        typeof value === "string" && value.length <= 2048 && parseJson(value) !== undefined,
      complaint: "is not a JSON object of 1 to 2048 characters",
    },
  },
  /** An identifier that the role's trust policy may require: 2 to 1,224 letters, digits and characters of `_ = , . @ : / + -`. */
  externalId: {
    wire: "ExternalId",
    field: "external_id",
    only: "AssumeRole",
    rule: stringMatching(
      /^[\w=,.@:/+-]{2,1224}$/,
      "is not 2 to 1224 letters, digits or _ = , . @ : / + -",
    ) as Rule,
  },
} as const;

/** The name of an option. */
export type RoleOption = keyof typeof ROLE_OPTIONS;

type Row<Name extends RoleOption> = (typeof ROLE_OPTIONS)[Name];
type Values = {
  readonly [Name in RoleOption]: Row<Name> extends { readonly type: "number" } ? number : string;
};
type NamesOf<Operation extends RoleOperation> = {
  [Name in RoleOption]: Row<Name> extends { readonly only: infer Only }
    ? Operation extends Only
      ? Name
      : never
    : Name;
}[RoleOption];
type RequiredName = {
  [Name in RoleOption]: Row<Name> extends { readonly required: true } ? Name : never;
}[RoleOption];

/** The options that an operation takes, none of them required: others may complete them. */
export type PartialRoleOptions<Operation extends RoleOperation> = {
  readonly [Name in keyof Pick<Values, NamesOf<Operation>>]?: Values[Name] | undefined;
};

/** The options that an operation takes. The service checks their limits, unless a schema has. */
export type RoleOptionsOf<Operation extends RoleOperation> = PartialRoleOptions<Operation> &
  Pick<Values, NamesOf<Operation> & RequiredName>;

/** The rules of all options, for a schema. */
export const roleRules: Readonly<Record<RoleOption, Rule>> = Object.fromEntries(
  Object.entries<RoleOptionRow>(ROLE_OPTIONS).map(([name, { rule }]) => [name, rule]),
) as Record<RoleOption, Rule>;

/** The rows of the options that an operation takes, with their names. */
export function roleOptionsOf<Operation extends RoleOperation>(
  operation: Operation,
): readonly (readonly [name: NamesOf<Operation>, row: RoleOptionRow])[] {
  const rows = Object.entries(ROLE_OPTIONS) as [NamesOf<Operation>, RoleOptionRow][];
  return rows.filter(([, { only = operation }]) => only === operation);
}
