import {
  type Answer,
  ConfigurationError,
  type CredentialSource,
  found,
  InvalidAnswerError,
  notConfigured,
  parseOptions,
  type ResolveContext,
} from "@alicred/core";
import { readToken } from "@alicred/plugin-kit";
import { assumeRoleWithOidc } from "@alicred/sts";
import { decodeJwt } from "jose";
import { NAME } from "./name.ts";
import { FAMILIES, type OidcOptions, oidcOptions } from "./options.ts";
import { askingVariables, readSettings } from "./settings.ts";

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
      return notConfigured(`environment variable ${askingVariables(families).join(" or ")}`);
    const { roleArn, oidcProviderArn, roleSessionName, token } = settings;
    for (const part of ["durationSeconds", "policy"] as const)
      if (options[part]) context.supplied(part, originOf(part));
    const oidcToken = await readToken(context, token.value, token.from);
    checkToken(context, oidcToken, token.from);
    const parameters = {
      ...options,
      roleArn: roleArn.value,
      oidcProviderArn: oidcProviderArn.value,
      roleSessionName: roleSessionName?.value,
      oidcToken,
    };
    return found(await assumeRoleWithOidc(context, parameters, { ...sts, originOf }));
  }

  return { name: NAME, resolve };
}

/** Says what is wrong with a token before STS has to. Verifying its signature is up to STS. */
function checkToken({ serverClock }: ResolveContext, token: string, from: string): void {
  let exp: number | undefined;
  try {
    ({ exp } = decodeJwt(token));
  } catch {
    const message = `${from} gives no JSON Web Token.`;
    throw new ConfigurationError("INVALID_CONFIGURATION", message);
  }
  // Without a readable time, judging the token is up to STS.
  if (!exp) return;
  const agoMs = serverClock.now() - exp * 1000;
  if (!(agoMs >= 0)) return;
  const message = `${from} gives a token that expired ${agoMs / 1000} s ago. Renew it, or set this machine's clock.`;
  throw new InvalidAnswerError("CREDENTIALS_EXPIRED", message);
}
