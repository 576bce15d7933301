import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
} from "jose";
import type { OidcProviderDescription } from "../../cloud/ram/description.ts";
import { StsError, UNREADABLE_TOKEN } from "./errors.ts";

/** Claims of a token that holds. */
export interface OidcClaims {
  readonly subject: string;
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
/** Three parts in Base64url and nothing else: no white space, no line end. */
const TOKEN_FORM = /^[\w-]+\.[\w-]+\.[\w-]*$/;
const DEFAULT_ISSUANCE_LIMIT_HOURS = 12;

/** Checks form, issuer, audience, signature and lifetime, in this order. @throws `StsError` for the first that does not hold. */
export async function verifyOidcToken(
  token: string,
  provider: OidcProviderDescription,
  keys: JSONWebKeySet | undefined,
  nowMs: number,
): Promise<OidcClaims> {
  const claims = readClaims(token);
  const { issuer } = provider;
  if (claims.iss !== issuer)
    throw new StsError({
      row: "AuthenticationFail.OIDCToken.IssuerNotMatch",
      reason: `the issuer of the provider is ${issuer}`,
    });
  if (!issuer.startsWith("https://") || provider.certificate === "broken-chain")
    throw new StsError({ row: "AuthenticationFail.OIDCToken.HttpsUrlInvalid" });
  if (provider.certificate === "unknown-root")
    throw new StsError({ row: "AuthenticationFail.OIDCToken.HttpsUrlInvalid:root", subject: issuer });
  if (provider.fingerprintMatches === false)
    throw new StsError({ row: "AuthenticationFail.OIDCToken.PublicKeyFingerprintMismatch" });
  const audiences = [claims.aud ?? []].flat();
  if (!audiences.some((audience) => provider.clientIds.includes(audience))) {
    throw new StsError({
      row: "AuthenticationFail.OIDCToken.AudienceNotMatch",
      reason: `audience ${audiences.join(", ") || "(none)"} is not a client id of the provider`,
    });
  }
  if (keys === undefined)
    throw new StsError({
      row: "AuthenticationFail.OIDCToken.IssuerConfigurationBroken",
      subject: issuer,
      reason: `no keys are known for the issuer ${issuer}`,
    });
  const verified = await verify(token, keys, nowMs);
  const { sub = "", iat = 0, exp = 0 } = verified;
  if (sub === "" || iat === 0 || exp === 0) throw invalid(UNREADABLE_TOKEN, "it lacks sub, iat or exp");
  const oldestMs = nowMs - (provider.issuanceLimitHours ?? DEFAULT_ISSUANCE_LIMIT_HOURS) * 3_600_000;
  if (iat * 1000 < oldestMs) {
    throw new StsError({
      row: "AuthenticationFail.OIDCToken.Expired",
      reason: "the token was issued before the issuance limit of the provider",
    });
  }
  return {
    subject: sub,
    issuer,
    audiences,
    issuedAtMs: iat * 1000,
    expiresAtMs: exp * 1000,
  };
}

function readClaims(token: string): JWTPayload {
  if (token.split(".").length !== 3)
    throw invalid("The number of Jwt field should be divided into 3 parts with '.' .");
  if (!TOKEN_FORM.test(token)) throw invalid("Cannot decode base64 encoded response(format invalided).");
  try {
    const { alg = "none" } = decodeProtectedHeader(token);
    if (!ALGORITHMS.includes(alg))
      throw invalid(`The algorithm ${alg} that be specified in Jwt header is unknown.`);
    return decodeJwt(token);
  } catch (error) {
    if (error instanceof StsError) throw error;
    throw invalid(UNREADABLE_TOKEN);
  }
}

async function verify(token: string, keys: JSONWebKeySet, nowMs: number): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      currentDate: new Date(nowMs),
      algorithms: ALGORITHMS,
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      throw new StsError({ row: "AuthenticationFail.OIDCToken.Expired" });
    if (error instanceof errors.JWTClaimValidationFailed)
      throw invalid(UNREADABLE_TOKEN, `the claim ${error.claim} does not hold`);
    if (error instanceof errors.JOSEError) {
      throw new StsError({
        row: "AuthenticationFail.OIDCToken.InvalidSignature",
        reason: `jose: ${error.code}`,
      });
    }
    throw error;
  }
}

function invalid(text: string, reason = text): StsError {
  return new StsError({ row: "AuthenticationFail.OIDCToken.Invalid", subject: text, reason });
}
