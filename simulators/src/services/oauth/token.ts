import { verifierMatches } from "../../cloud/pkce.ts";
import { principalArn } from "../../cloud/ram/principal.ts";
import type { OAuthContext } from "./context.ts";
import { OAuthError } from "./errors.ts";
import type { Grant } from "./grants.ts";
import { findClient, rotatesRefreshTokens, writesExpiryAsText } from "./sites.ts";

const DEFAULT_SHORT_TOKEN_MS = 60_000;

/** `POST /v1/token` with a form: https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3 and #section-6 */
export function issueTokens(context: OAuthContext): Record<string, unknown> {
  const form = readForm(context);
  const grantType = demand(form, "grant_type");
  if (grantType !== "authorization_code" && grantType !== "refresh_token")
    throw new OAuthError("unsupported_grant_type");
  const clientId = demand(form, "client_id");
  const { world, exchange } = context;
  if (findClient(world.description, clientId, exchange.received.host) === undefined)
    throw new OAuthError("invalid_client");
  return grantType === "refresh_token" ? refresh(context, form, clientId) : redeem(context, form, clientId);
}

function redeem(context: OAuthContext, form: URLSearchParams, clientId: string): Record<string, unknown> {
  const { grants, exchange } = context;
  const nowMs = exchange.now();
  const code = grants.code(demand(form, "code"));
  if (code === undefined) throw invalidGrant("no such authorization code");
  const grant = liveGrant(context, code.grantId, clientId, invalidGrant);
  if (code.used) throw replay(context, grant, "the authorization code was used before", invalidGrant);
  if (code.expiresAtMs <= nowMs) throw invalidGrant("the authorization code has expired");
  if (demand(form, "redirect_uri") !== code.redirectUri)
    throw invalidGrant("redirect_uri is not that of the authorization");
  if (!verifierMatches(demand(form, "code_verifier"), code.codeChallenge))
    throw invalidGrant("the code verifier does not match the code challenge");
  grants.useCode(code, nowMs);
  return tokens(context, grant, "new");
}

function refresh(context: OAuthContext, form: URLSearchParams, clientId: string): Record<string, unknown> {
  const { world, grants, exchange } = context;
  const nowMs = exchange.now();
  const token = grants.refreshToken(demand(form, "refresh_token"));
  if (token === undefined) throw invalidRefresh("no such refresh token");
  const grant = liveGrant(context, token.grantId, clientId, invalidRefresh);
  if (token.used || exchange.fault("refresh-token-replay"))
    throw replay(context, grant, "the refresh token was used before", invalidRefresh);
  if (token.expiresAtMs <= nowMs) throw invalidRefresh("the refresh token has expired");
  const rotates = rotatesRefreshTokens(world.description, clientId);
  return tokens(context, grant, rotates ? { useUp: () => grants.useRefreshToken(token, nowMs) } : "kept");
}

/**
 * A refresh token is used up by the one that takes its place; without a new one it stays good.
 *
 * @param refreshToken - `new` for the first one, `kept` where a reply has none, otherwise what uses up the old one.
 */
function tokens(
  { world, grants, exchange }: OAuthContext,
  grant: Grant,
  refreshToken: "new" | "kept" | { useUp(): void },
): Record<string, unknown> {
  const nowMs = exchange.now();
  const short = exchange.fault("short-access-token");
  const withRefreshToken = refreshToken !== "kept" && exchange.fault("missing-refresh-token") === undefined;
  const issued = grants.issue(grant, nowMs, {
    accessLifeMs: short && (short.ms ?? DEFAULT_SHORT_TOKEN_MS),
    withRefreshToken,
  });
  if (withRefreshToken && typeof refreshToken === "object") refreshToken.useUp();
  const seconds = Math.floor((issued.accessExpiresAtMs - nowMs) / 1000);
  const asText = refreshToken === "new" && writesExpiryAsText(world.description, grant.clientId);
  return {
    access_token: issued.accessToken,
    ...(issued.refreshToken !== undefined && { refresh_token: issued.refreshToken }),
    expires_in: asText ? String(seconds) : seconds,
    token_type: "Bearer",
  };
}

function liveGrant(
  { grants, exchange }: OAuthContext,
  id: string,
  clientId: string,
  refusal: Refusal,
): Grant {
  const grant = grants.grant(id);
  if (grant === undefined) throw refusal("the grant is over");
  exchange.report({ identity: principalArn(grant.principal), credentialKind: "token" });
  if (grant.clientId !== clientId) throw refusal("it was issued to another client");
  if (grant.revoked) throw refusal("the grant was revoked");
  return grant;
}

/**
 * Either of the two clients may be a thief:
 * https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
 */
function replay(
  { world, grants, exchange }: OAuthContext,
  grant: Grant,
  reason: string,
  refusal: Refusal,
): OAuthError {
  if (world.description.oauth?.refreshTokenReplay === "refuse") return refusal(reason);
  grants.revoke(grant.id, exchange.now());
  return refusal(`${reason}; every token of the grant is revoked`);
}

type Refusal = (reason: string) => OAuthError;

function invalidGrant(reason: string): OAuthError {
  return new OAuthError("invalid_grant", { reason });
}

function invalidRefresh(reason: string): OAuthError {
  return new OAuthError("invalid_grant:refresh", { reason });
}

/** The form that a request carries. @throws `OAuthError` for another body. */
export function readForm({ exchange }: OAuthContext): URLSearchParams {
  const { headers, body } = exchange.received;
  if (!/^application\/x-www-form-urlencoded\b/i.test(headers.get("content-type") ?? ""))
    throw new OAuthError("invalid_request", { message: "The request body must be a form." });
  return new URLSearchParams(new TextDecoder().decode(body));
}

/** A parameter that is required once. @throws `OAuthError` when it is missing or repeated. */
export function demand(form: URLSearchParams, name: string): string {
  const [value, ...more] = form.getAll(name);
  if (more.length > 0)
    throw new OAuthError("invalid_request", { message: `The parameter ${name} is given more than once.` });
  if (value) return value;
  throw new OAuthError("invalid_request", { message: `The parameter ${name} is missing.` });
}
