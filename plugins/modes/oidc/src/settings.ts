import { ConfigurationError, type Host, InvalidAnswerError, type ResolveContext } from "@alicred/core";
import type { Setting, TokenFrom } from "@alicred/plugin-kit";
import { checkSetting, readTokenVariable, readVariable, settingOf } from "@alicred/plugin-kit";
import { type PartialRoleOptions, roleRules } from "@alicred/sts";

/** The prefixes of environment variables' names. */
export type VariableFamily = "ALIBABA_CLOUD" | "ALIBABACLOUD";

/** The families read by default, in this order. */
export const FAMILIES: readonly VariableFamily[] = ["ALIBABA_CLOUD", "ALIBABACLOUD"];

/** The role, its session and the token, as far as they are given. */
export interface OidcParts extends PartialRoleOptions<"AssumeRoleWithOIDC"> {
  /**
   * The token of the identity provider: itself, a file or variable read at each refresh, or a function called at each
   * refresh.
   */
  readonly token?: TokenFrom | undefined;
}

/** The same after variables have completed it. */
export interface Settings {
  readonly roleArn: Setting;
  readonly oidcProviderArn: Setting;
  readonly roleSessionName: Setting | undefined;
  readonly token: Setting<TokenFrom>;
}

/** The end of the name of the variable for each part, after the family. */
const VARIABLE_OF = {
  roleArn: "ROLE_ARN",
  oidcProviderArn: "OIDC_PROVIDER_ARN",
  token: "OIDC_TOKEN_FILE",
  roleSessionName: "ROLE_SESSION_NAME",
} as const;

/** Returns the variables of these families that ask for OIDC. */
function askingVariables(families: readonly VariableFamily[]): readonly string[] {
  return families.flatMap((family) =>
    ["OIDC_PROVIDER_ARN", "OIDC_TOKEN_FILE", "OIDC_TOKEN"].map((part) => `${family}_${part}`),
  );
}

/** Returns those of them that help on this host: one that names a file does not, where there are no files. */
export function helpfulVariables({ files }: Host, families: readonly VariableFamily[]): readonly string[] {
  return askingVariables(families).filter((name) => files || !name.endsWith("_FILE"));
}

/**
 * Completes the options from the environment, and notes in the trace what supplied each part.
 *
 * @returns `undefined` when neither options nor variables ask for OIDC. The role's variable alone does not: other modes
 *   read it too.
 * @throws {ConfigurationError} `INCOMPLETE_CONFIGURATION` when a part is missing, `INVALID_CONFIGURATION` when a variable
 *   holds an invalid one.
 */
export function readSettings(
  context: ResolveContext,
  options: OidcParts,
  originOf: (part: string) => string,
  families: readonly VariableFamily[],
): Settings | undefined {
  const { host } = context;
  const family = families.find((each) => readVariable(host, askingVariables([each])));
  const asked = [family, options.roleArn, options.oidcProviderArn, options.token];
  if (asked.every((each) => each === undefined)) return undefined;

  const variables = (name: keyof typeof VARIABLE_OF): string[] =>
    (family ? [family] : families).map((each) =>
      `${each}_${VARIABLE_OF[name]}`.replace(/_FILE$/, host.files ? "$&" : ""),
    );
  const read = (name: "roleArn" | "oidcProviderArn" | "roleSessionName"): Setting | undefined => {
    return checkSetting(settingOf(host, options[name], originOf(name), variables(name)), roleRules[name]);
  };
  const parts = {
    roleArn: read("roleArn"),
    oidcProviderArn: read("oidcProviderArn"),
    token: options.token
      ? { value: options.token, from: originOf("token") }
      : family && readTokenVariable(host, `${family}_OIDC_TOKEN`),
    roleSessionName: read("roleSessionName"),
  };
  // The trace shows the parts that were found, even if others are missing.
  for (const [name, setting] of Object.entries(parts)) if (setting) context.supplied(name, setting.from);
  const { roleArn, oidcProviderArn, token } = parts;
  if (roleArn && oidcProviderArn && token) return { ...parts, roleArn, oidcProviderArn, token };
  const name = !roleArn ? "roleArn" : !oidcProviderArn ? "oidcProviderArn" : "token";
  const places = [originOf(name), ...variables(name).map((each) => `environment variable ${each}`)];
  const message = `OIDC is only partly configured: ${name} is missing. Set ${places.join(" or ")}.`;
  throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
}

/**
 * The time at which a token expires, in epoch milliseconds; `undefined` when it does not say. Verifying its signature
 * is up to STS.
 *
 * @throws {AlicredError} when it is not a JSON Web Token: retryable if a function returned it, because that may have got
 *   the page of an error this time.
 */
export function expirationOf(token: string, { value, from }: Setting<TokenFrom>): number | undefined {
  try {
    const { exp } = claimsOf(token);
    return typeof exp === "number" && exp > 0 ? exp * 1000 : undefined;
  } catch {
    const message = `${from} is not a JSON Web Token.`;
    throw typeof value === "function"
      ? new InvalidAnswerError(
          "RESPONSE_MALFORMED",
          `${message} Check the status of what the function fetches.`,
        )
      : new ConfigurationError("INVALID_CONFIGURATION", message);
  }
}

/**
 * The claims of a JSON Web Token in compact form (RFC 7515, section 3.1), of which nothing is verified. Only numbers and
 * texts in ASCII are read right.
 */
function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const [, payload = "", signature, rest] = token.split(".");
  const claims: unknown = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
  if (signature === undefined || rest !== undefined || Object(claims) !== claims || Array.isArray(claims))
    throw new TypeError("not a JSON Web Token");
  return claims as Readonly<Record<string, unknown>>;
}

/** The error for an expired token: STS says only that it does not accept it. */
export function expiredToken(agoMs: number, from: string): InvalidAnswerError {
  const message = `${from} contains a token that expired ${Math.round(agoMs / 1000)} s ago. Renew it.`;
  return new InvalidAnswerError("CREDENTIALS_EXPIRED", message);
}
