import type { Principal } from "../../cloud/ram/principal.ts";
import type { OAuthContext } from "./context.ts";
import { OAuthError } from "./errors.ts";
import { bearerGrant } from "./exchange.ts";
import { findClient, siteUrls } from "./sites.ts";
import { demand, readForm } from "./token.ts";

/**
 * `GET /.well-known/openid-configuration`. The keys and the id_token that it speaks of are not simulated, so it leaves
 * out `jwks_uri`.
 */
export function describeSite({ exchange }: OAuthContext): Record<string, unknown> {
  const { signin, oauth } = siteUrls(exchange.received);
  return {
    issuer: oauth,
    authorization_endpoint: `${signin}/oauth2/v1/auth`,
    token_endpoint: `${oauth}/v1/token`,
    revocation_endpoint: `${oauth}/v1/revoke`,
    userinfo_endpoint: `${oauth}/v1/userinfo`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    scopes_supported: ["openid", "aliuid", "profile"],
    code_challenge_methods_supported: ["S256"],
  };
}

/** `GET /v1/userinfo`: the person behind a bearer token. */
export function tellUser(context: OAuthContext): Record<string, unknown> {
  const { principal, signInName } = bearerGrant(context);
  return {
    sub: idOf(principal),
    aid: principal.accountId,
    uid: idOf(principal),
    name: principal.type === "RAMUser" ? principal.userName : signInName,
    ...(principal.type === "RAMUser" && { upn: signInName }),
  };
}

/**
 * `POST /v1/revoke` with a form: ends the sign-in of an access token or a refresh token. An unknown token is no error:
 * https://www.rfc-editor.org/rfc/rfc7009#section-2.2
 */
export function revokeToken(context: OAuthContext): Record<string, unknown> {
  const { world, grants, exchange } = context;
  const form = readForm(context);
  const token = demand(form, "token");
  const clientId = demand(form, "client_id");
  if (findClient(world.description, clientId, exchange.received.host) === undefined)
    throw new OAuthError("invalid_client");
  const held = grants.refreshToken(token) ?? grants.accessToken(token);
  const grant = held && grants.grant(held.grantId);
  if (grant?.clientId === clientId) grants.revoke(grant.id, exchange.now());
  else exchange.report({ reason: "no such token of this client" });
  return {};
}

function idOf(principal: Principal): string {
  return principal.type === "RAMUser" ? principal.userId : principal.accountId;
}
