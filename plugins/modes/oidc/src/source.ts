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
} from "@alicred/core";
import { callWithToken, readToken, type Setting, type TokenFrom } from "@alicred/plugin-kit";
import { assumeRoleWithOidc } from "@alicred/sts";
import { decodeJwt } from "jose";
import { NAME } from "./name.ts";
import { FAMILIES, type OidcOptions, oidcOptions } from "./options.ts";
import { helpfulVariables, readSettings } from "./settings.ts";

/**
 * A RAM role assumed with the token of an OIDC identity provider, as for a service account of Kubernetes (RRSA).
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options outside the limits of AssumeRoleWithOIDC.
 */
export function oidc(options: OidcOptions = {}): CredentialSource {
  return oidcSource(parseOptions(oidcOptions, options, NAME), (part) => `argument ${part}`);
}

/**
 * The source for options that were checked.
 *
 * @param originOf says where a part came from
 */
export function oidcSource(options: OidcOptions, originOf: (part: string) => string): CredentialSource {
  const { sts, families = FAMILIES } = options;

  async function resolve(context: ResolveContext): Promise<Answer> {
    const settings = readSettings(context, options, originOf, families);
    if (settings === undefined)
      return notConfigured(`environment variable ${helpfulVariables(context.host, families).join(" or ")}`);
    const { roleArn, oidcProviderArn, roleSessionName, token } = settings;
    for (const part of ["durationSeconds", "policy"] as const)
      if (options[part]) context.supplied(part, originOf(part));
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
    const call = (): Promise<Credentials> => assumeRoleWithOidc(context, parameters, { ...sts, originOf });
    return found(await callWithToken(context, expiresAtMs, expired, call));
  }

  return { name: NAME, resolve };
}

/**
 * When a token expires, in epoch milliseconds; `undefined` when it does not say. Verifying its signature is up to STS.
 *
 * @throws {AlicredError} when it is not a JSON Web Token: retryable when a function gave it, which may have got a page
 *   of an error for once.
 */
function expirationOf(token: string, { value, from }: Setting<TokenFrom>): number | undefined {
  try {
    const { exp } = decodeJwt(token);
    return exp ? exp * 1000 : undefined;
  } catch {
    const message = `${from} gives no JSON Web Token.`;
    throw typeof value === "function"
      ? new InvalidAnswerError(
          "RESPONSE_MALFORMED",
          `${message} Check the status of what the function fetches.`,
        )
      : new ConfigurationError("INVALID_CONFIGURATION", message);
  }
}

/** STS says only that it does not take the token. */
function expiredToken(agoMs: number, from: string): InvalidAnswerError {
  const message = `${from} gives a token that expired ${Math.round(agoMs / 1000)} s ago. Renew it.`;
  return new InvalidAnswerError("CREDENTIALS_EXPIRED", message);
}
