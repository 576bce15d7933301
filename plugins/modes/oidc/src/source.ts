import {
  type Answer,
  ConfigurationError,
  type CredentialSource,
  type Credentials,
  found,
  InvalidAnswerError,
  notConfigured,
  parseOptions,
  type ResolveContext,
  type StandardSchema,
  schemaOf,
} from "@alicred/core";
import { callWithToken, readToken, type Setting, type TokenFrom, tokenFrom } from "@alicred/plugin-kit";
import {
  type CallLimits,
  callAssumeRoleWithOidc,
  type EndpointOptions,
  roleOptionsOf,
  roleRules,
} from "@alicred/sts";
import { decodeJwt } from "jose/jwt/decode";
import { FAMILIES, helpfulVariables, type OidcParts, readSettings, type VariableFamily } from "./settings.ts";

/** The name of the plugin and its source, in provenance, traces and errors. */
export const NAME = "oidc";

/**
 * Variables complete the role, the provider, the session's name and the token: `…_ROLE_ARN`, `…_OIDC_PROVIDER_ARN`,
 * `…_ROLE_SESSION_NAME`, and `…_OIDC_TOKEN`, else the file that `…_OIDC_TOKEN_FILE` names.
 */
export interface OidcOptions extends OidcParts {
  /** Which STS to call, and how long to wait. Default: from environment variables, else `sts.aliyuncs.com`. */
  readonly sts?: (EndpointOptions & CallLimits) | undefined;
  /**
   * The families of variables that supply what is not given. The first that has an OIDC variable counts, and is not
   * mixed with the other. Default: `ALIBABA_CLOUD`, `ALIBABACLOUD`.
   */
  readonly families?: readonly VariableFamily[] | undefined;
}

// Marked pure: a bundle that makes the source only from validated options then has no schema.
export const oidcOptions: StandardSchema<OidcOptions> = /* @__PURE__ */ schemaOf({
  ...roleRules,
  token: tokenFrom,
  families: [
    (value) => Array.isArray(value) && value.every((each) => FAMILIES.includes(each)),
    `is not a list of ${FAMILIES}`,
  ],
});

/**
 * A RAM role assumed with the token of an OIDC identity provider, as for a service account of Kubernetes (RRSA).
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options outside the limits of AssumeRoleWithOIDC.
 */
export function oidc(options: OidcOptions = {}): CredentialSource {
  // Not by the plugin, so that a bundle with this function alone does not have the profile mode.
  return oidcSource(parseOptions(oidcOptions, options, NAME));
}

/**
 * The source for validated options.
 *
 * @param originOf says where an option came from. Default: `argument roleArn`.
 */
export function oidcSource(
  options: OidcOptions,
  originOf: (option: string) => string = (option) => `argument ${option}`,
): CredentialSource {
  const { sts, families = FAMILIES } = options;

  async function resolve(context: ResolveContext): Promise<Answer> {
    const settings = readSettings(context, options, originOf, families);
    if (settings === undefined)
      return notConfigured(`environment variable ${helpfulVariables(context.host, families).join(" or ")}`);
    const { roleArn, oidcProviderArn, roleSessionName, token } = settings;
    for (const [option] of roleOptionsOf("AssumeRoleWithOIDC"))
      if (options[option] && !(option in settings)) context.supplied(option, originOf(option));
    const oidcToken = await readToken(context, token.value, token.from);
    const expiresAtMs = expirationOf(oidcToken, token);
    const parameters = {
      ...options,
      roleArn: roleArn.value,
      oidcProviderArn: oidcProviderArn.value,
      roleSessionName: roleSessionName?.value,
      oidcToken,
    };
    const expired = (agoMs: number): InvalidAnswerError => expiredToken(agoMs, token.from);
    const call = (): Promise<Credentials> =>
      callAssumeRoleWithOidc(context, parameters, { ...sts, originOf });
    return found(await callWithToken(context, expiresAtMs, expired, call));
  }

  return { name: NAME, resolve };
}

/**
 * The time at which a token expires, in epoch milliseconds; `undefined` when it does not say. Verifying its signature
 * is up to STS.
 *
 * @throws {AlicredError} when it is not a JSON Web Token: retryable if a function returned it, because that may have got
 *   the page of an error this time.
 */
function expirationOf(token: string, { value, from }: Setting<TokenFrom>): number | undefined {
  try {
    const { exp } = decodeJwt(token);
    return exp ? exp * 1000 : undefined;
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

/** STS says only that it does not accept the token. */
function expiredToken(agoMs: number, from: string): InvalidAnswerError {
  const message = `${from} contains a token that expired ${Math.round(agoMs / 1000)} s ago. Renew it.`;
  return new InvalidAnswerError("CREDENTIALS_EXPIRED", message);
}
