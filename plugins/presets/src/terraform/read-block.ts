import { ConfigurationError, parseOptions, type Rule, type StandardSchema } from "@alicred/core";
import { endpointRules, roleRules } from "@alicred/sts";
import * as z from "zod/mini";
import type { ProviderBlock } from "./provider-block.ts";
import type { ProviderSettings } from "./settings.ts";
import { canonicalBlock } from "./spelling.ts";

const NOT_A_BLOCK = "is not a block of arguments";

// The complaints are given, for zod's own may quote what it found.
const text = z.optional(z.string("is not text"));
const number = ([accepts, complaint]: Rule) => z.optional(z.custom<number>(accepts, complaint));
const within = ([accepts, complaint]: Rule) => z.optional(z.custom<string>(accepts, complaint));
const milliseconds = number([
  (value) => Number.isInteger(value) && Number(value) >= 0,
  "is not a whole number of milliseconds",
]);
const [isRoleArn, notRoleArn] = roleRules.roleArn;

const assumeRole = {
  role_arn: within([(value) => value === "" || isRoleArn(value), notRoleArn]),
  session_name: within(roleRules.roleSessionName),
  policy: within(roleRules.policy),
  session_expiration: number(roleRules.durationSeconds),
  external_id: within(roleRules.externalId),
};
const assumeRoleWithOidc = {
  oidc_provider_arn: within(roleRules.oidcProviderArn),
  oidc_token: text,
  oidc_token_file: text,
  role_arn: within(roleRules.roleArn),
  policy: within(roleRules.policy),
  role_session_name: within(roleRules.roleSessionName),
  session_expiration: number(roleRules.durationSeconds),
};
const endpoints = { sts: within(endpointRules.endpoint) };
const block = {
  access_key: text,
  secret_key: text,
  security_token: text,
  ecs_role_name: text,
  region: within(endpointRules.region),
  profile: text,
  shared_credentials_file: text,
  credentials_uri: text,
  assume_role: z.optional(z.object(assumeRole, NOT_A_BLOCK)),
  assume_role_with_oidc: z.optional(z.object(assumeRoleWithOidc, NOT_A_BLOCK)),
  endpoints: z.optional(z.object(endpoints, NOT_A_BLOCK)),
  client_read_timeout: milliseconds,
  client_connect_timeout: milliseconds,
  protocol: z.optional(z.enum(["HTTP", "HTTPS"], "is not HTTP or HTTPS")),
};
const schema: StandardSchema<ProviderSettings> = z.object(block);

/** The arguments that bear on credentials, by their paths. */
const KNOWN: ReadonlySet<string> = new Set([
  ...Object.keys(block),
  ...Object.keys(assumeRole).map((name) => `assume_role.${name}`),
  ...Object.keys(assumeRoleWithOidc).map((name) => `assume_role_with_oidc.${name}`),
  ...Object.keys(endpoints).map((name) => `endpoints.${name}`),
]);

/** A provider block that was checked, and what there is to say about how it is written. */
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
  if (typeof providerBlock !== "object" || providerBlock === null || Array.isArray(providerBlock))
    throw new ConfigurationError("INVALID_OPTION", `The provider block ${NOT_A_BLOCK}.`);
  const { input, warnings } = canonicalBlock(providerBlock, KNOWN);
  const settings = parseOptions(schema, input, "provider block");
  const odd =
    settings.protocol === "HTTP" ? ["argument protocol is HTTP: STS is called by HTTPS all the same."] : [];
  return { settings, warnings: [...warnings, ...odd] };
}
