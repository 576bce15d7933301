import {
  ConfigurationError,
  matching,
  parseOptions,
  type Rule,
  type StandardSchema,
  schemaOf,
  text,
} from "@alicred/core";
import { limits } from "@alicred/sts";
import type { ProviderBlock } from "./provider-block.ts";
import { canonicalBlock } from "./spelling.ts";

/** A provider block that was checked: every argument by its name, and absent or not empty. */
export interface ProviderSettings {
  readonly access_key?: string | undefined;
  readonly secret_key?: string | undefined;
  readonly security_token?: string | undefined;
  readonly ecs_role_name?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly shared_credentials_file?: string | undefined;
  readonly credentials_uri?: string | undefined;
  readonly assume_role?: AssumeRoleSettings | undefined;
  readonly assume_role_with_oidc?: OidcSettings | undefined;
  readonly endpoints?: { readonly sts?: string | undefined } | undefined;
}

export interface AssumeRoleSettings {
  /** The empty text: no role is assumed, unless a variable names one. */
  readonly role_arn?: string | undefined;
  readonly session_name?: string | undefined;
  readonly policy?: string | undefined;
  readonly session_expiration?: number | undefined;
  readonly external_id?: string | undefined;
}

export interface OidcSettings {
  readonly oidc_provider_arn?: string | undefined;
  readonly oidc_token?: string | undefined;
  readonly oidc_token_file?: string | undefined;
  readonly role_arn?: string | undefined;
  readonly policy?: string | undefined;
  readonly role_session_name?: string | undefined;
  readonly session_expiration?: number | undefined;
}

const block: Rule = [
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "is not a block of arguments",
];
const milliseconds: Rule = [
  (value) => Number.isInteger(value) && Number(value) >= 0,
  "is not a whole number of milliseconds",
];
const [isRoleArn, notRoleArn] = limits.roleArn;

const rules: Readonly<Record<string, Rule>> = {
  access_key: text,
  secret_key: text,
  security_token: text,
  ecs_role_name: text,
  region: limits["sts.region"],
  profile: text,
  shared_credentials_file: text,
  credentials_uri: text,
  assume_role: block,
  "assume_role.role_arn": [(value) => value === "" || isRoleArn(value), notRoleArn],
  "assume_role.session_name": limits.roleSessionName,
  "assume_role.policy": limits.policy,
  "assume_role.session_expiration": limits.durationSeconds,
  "assume_role.external_id": limits.externalId,
  assume_role_with_oidc: block,
  "assume_role_with_oidc.oidc_provider_arn": limits.oidcProviderArn,
  "assume_role_with_oidc.oidc_token": text,
  "assume_role_with_oidc.oidc_token_file": text,
  "assume_role_with_oidc.role_arn": limits.roleArn,
  "assume_role_with_oidc.policy": limits.policy,
  "assume_role_with_oidc.role_session_name": limits.roleSessionName,
  "assume_role_with_oidc.session_expiration": limits.durationSeconds,
  endpoints: block,
  "endpoints.sts": limits["sts.endpoint"],
  client_read_timeout: milliseconds,
  client_connect_timeout: milliseconds,
  protocol: matching(/^HTTPS?$/, "is not HTTP or HTTPS"),
};

const schema: StandardSchema<ProviderSettings> = schemaOf(rules);

/** A provider block, checked, and what there is to say about how it is written. */
export interface ReadBlock {
  readonly settings: ProviderSettings;
  readonly warnings: readonly string[];
}

/**
 * Reads a provider block.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` that names every argument which cannot be used.
 */
export function readBlock(providerBlock: ProviderBlock): ReadBlock {
  const [isBlock, complaint] = block;
  if (!isBlock(providerBlock))
    throw new ConfigurationError("INVALID_OPTION", `The provider block ${complaint}.`);
  const { input, warnings } = canonicalBlock(providerBlock, Object.keys(rules));
  return { settings: parseOptions(schema, input, "provider block"), warnings };
}
