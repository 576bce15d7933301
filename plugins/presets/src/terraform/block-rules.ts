import type { Rule } from "@alicred/core";
import { endpointRules, roleRules } from "@alicred/sts";

/** What is no block, in words that follow the name of what should be one. */
export const NOT_A_BLOCK = "is not a block of arguments";

const block: Rule = [
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  NOT_A_BLOCK,
];
const text: Rule = [(value) => typeof value === "string", "is not text"];
const milliseconds: Rule = [
  (value) => Number.isInteger(value) && Number(value) >= 0,
  "is not a whole number of milliseconds",
];

/** The empty text is never at fault here: what it means, the order of precedence says. */
const orEmpty = ([accepts, complaint]: Rule): Rule => [(value) => value === "" || accepts(value), complaint];

/** The arguments that bear on credentials, by their paths, and what each may be. */
export const BLOCK_RULES: Readonly<Record<string, Rule>> = {
  access_key: text,
  secret_key: text,
  security_token: text,
  ecs_role_name: text,
  region: orEmpty(endpointRules.region),
  profile: text,
  shared_credentials_file: text,
  credentials_uri: text,
  assume_role: block,
  "assume_role.role_arn": orEmpty(roleRules.roleArn),
  "assume_role.session_name": orEmpty(roleRules.roleSessionName),
  "assume_role.policy": orEmpty(roleRules.policy),
  "assume_role.session_expiration": roleRules.durationSeconds,
  "assume_role.external_id": orEmpty(roleRules.externalId),
  assume_role_with_oidc: block,
  "assume_role_with_oidc.oidc_provider_arn": orEmpty(roleRules.oidcProviderArn),
  "assume_role_with_oidc.oidc_token": text,
  "assume_role_with_oidc.oidc_token_file": text,
  "assume_role_with_oidc.role_arn": orEmpty(roleRules.roleArn),
  "assume_role_with_oidc.policy": orEmpty(roleRules.policy),
  "assume_role_with_oidc.role_session_name": orEmpty(roleRules.roleSessionName),
  "assume_role_with_oidc.session_expiration": roleRules.durationSeconds,
  endpoints: block,
  "endpoints.sts": orEmpty(endpointRules.endpoint),
  client_read_timeout: milliseconds,
  client_connect_timeout: milliseconds,
  protocol: [(value) => value === "" || value === "HTTP" || value === "HTTPS", "is not HTTP or HTTPS"],
};
