import { ConfigurationError, type ResolveContext, type Rule } from "@alicred/core";
import { limits, readVariable, type TokenFrom } from "@alicred/sts";
import type { OidcOptions, VariableFamily } from "./options.ts";

/** Name of the source, in provenance, trace and errors. */
export const NAME = "oidc";

/** The session name when none is given: the same at each call, so that audit logs can be searched for it. */
const DEFAULT_SESSION_NAME = "alicred";

interface Setting<T> {
  readonly value: T;
  readonly from: string;
}

/** What a call needs. */
export interface Settings {
  readonly roleArn: string;
  readonly oidcProviderArn: string;
  readonly roleSessionName: string;
  readonly token: Setting<TokenFrom>;
}

/**
 * Completes the options from the environment, and notes in the trace what supplied each part. `undefined` when neither
 * of them asks for OIDC. The role's variable alone does not: other modes read it too.
 *
 * @throws {ConfigurationError} `INCOMPLETE_CONFIGURATION` when a part is missing, `INVALID_CONFIGURATION` when a variable
 *   holds an unusable one.
 */
export function readSettings(
  context: ResolveContext,
  options: OidcOptions,
  describe: (part: string) => string,
  families: readonly VariableFamily[],
): Settings | undefined {
  const { host } = context;
  const isSet = (family: VariableFamily, parts: readonly string[]): boolean =>
    readVariable(
      host,
      parts.map((part) => `${family}_${part}`),
    ) !== undefined;
  const family = families.find((each) => isSet(each, ["OIDC_PROVIDER_ARN", "OIDC_TOKEN", "OIDC_TOKEN_FILE"]));
  const { roleArn, oidcProviderArn, token } = options;
  if (family === undefined && roleArn === undefined && oidcProviderArn === undefined && token === undefined)
    return undefined;
  const prefix = family ?? families.find((each) => isSet(each, ["ROLE_ARN"])) ?? families[0];

  const part = (
    name: "roleArn" | "oidcProviderArn" | "roleSessionName",
    variable: string,
    [accepts, complaint]: Rule,
  ): Setting<string> | undefined => {
    const given = options[name];
    if (given !== undefined) return { value: given, from: describe(name) };
    const read = prefix && readVariable(host, [`${prefix}_${variable}`]);
    if (read === undefined || accepts(read.value)) return read;
    throw new ConfigurationError("INVALID_CONFIGURATION", `${read.from} ${complaint}.`, { source: NAME });
  };
  const parts = {
    roleArn: part("roleArn", "ROLE_ARN", limits.roleArn),
    oidcProviderArn: part("oidcProviderArn", "OIDC_PROVIDER_ARN", limits.oidcProviderArn),
    token:
      token === undefined ? prefix && tokenOfEnv(context, prefix) : { value: token, from: describe("token") },
    roleSessionName: part("roleSessionName", "ROLE_SESSION_NAME", limits.roleSessionName),
  };
  for (const [name, setting] of Object.entries(parts)) if (setting) context.supplied(name, setting.from);
  const { roleSessionName } = parts;
  if (parts.roleArn === undefined || parts.oidcProviderArn === undefined || parts.token === undefined)
    throw incomplete(parts, describe, prefix);
  return {
    roleArn: parts.roleArn.value,
    oidcProviderArn: parts.oidcProviderArn.value,
    roleSessionName: roleSessionName?.value ?? DEFAULT_SESSION_NAME,
    token: parts.token,
  };
}

/** The variables that ask for OIDC, for the trace. */
export function variablesOf(families: readonly VariableFamily[]): readonly string[] {
  return families.flatMap((family) =>
    ["OIDC_PROVIDER_ARN", "OIDC_TOKEN_FILE", "OIDC_TOKEN"].map(
      (part) => `environment variable ${family}_${part}`,
    ),
  );
}

function tokenOfEnv(context: ResolveContext, family: VariableFamily): Setting<TokenFrom> | undefined {
  const variable = `${family}_OIDC_TOKEN`;
  const token = readVariable(context.host, [variable]);
  const file = readVariable(context.host, [`${variable}_FILE`]);
  if (token === undefined) return file && { value: { file: file.value }, from: file.from };
  // As in Terraform, which alone reads the first.
  if (file !== undefined) context.warn(`${file.from} is ignored: ${variable} comes first.`);
  return { value: token.value, from: token.from };
}

function incomplete(
  parts: Readonly<Record<"roleArn" | "oidcProviderArn" | "token", Setting<unknown> | undefined>>,
  describe: (part: string) => string,
  prefix: VariableFamily | undefined,
): ConfigurationError {
  const variables = {
    roleArn: "ROLE_ARN",
    oidcProviderArn: "OIDC_PROVIDER_ARN",
    token: "OIDC_TOKEN_FILE",
  } as const;
  const list = (isThere: boolean): (keyof typeof variables)[] =>
    (Object.keys(variables) as (keyof typeof variables)[]).filter(
      (name) => (parts[name] !== undefined) === isThere,
    );
  const there = list(true).map((name) => parts[name]?.from);
  const missing = list(false).map(
    (name) =>
      `${describe(name)}${prefix === undefined ? "" : ` or environment variable ${prefix}_${variables[name]}`}`,
  );
  const message = `OIDC is half configured: there is ${there.join(" and ")}, but not ${missing.join(", and not ")}. Set all three of role, provider and token.`;
  return new ConfigurationError("INCOMPLETE_CONFIGURATION", message, { source: NAME });
}
