import { principalArn } from "../../cloud/ram/principal.ts";
import type { OAuthContext } from "./context.ts";
import { OAuthError } from "./errors.ts";
import type { Grant } from "./grants.ts";
import { placeOf } from "./sites.ts";

const DEFAULT_SESSION_SECONDS = 3600;
const DEFAULT_EXPIRED_AGO_MS = 60_000;

/** `POST /v1/exchange`: temporary credentials of the identity behind a bearer token. */
export function exchangeToken(context: OAuthContext): Record<string, unknown> {
  const { world, exchange } = context;
  const { principal } = bearerGrant(context, world.description.oauth?.exchangeNeedsSeconds);
  const nowMs = exchange.now();
  const expired = exchange.fault("expired-credentials");
  const lifeMs = expired
    ? -(expired.agoMs ?? DEFAULT_EXPIRED_AGO_MS)
    : (world.description.oauth?.sessionSeconds ?? DEFAULT_SESSION_SECONDS) * 1000;
  const issued = world.credentials.issue(
    { principal, expiresAtMs: Math.floor((nowMs + lifeMs) / 1000) * 1000, issuedBy: "oauth:Exchange" },
    nowMs,
  );
  return {
    requestId: exchange.requestId,
    accessKeyId: issued.accessKeyId,
    accessKeySecret: issued.accessKeySecret,
    securityToken: issued.securityToken,
    expiration: new Date(issued.expiresAtMs).toISOString().replace(".000Z", "Z"),
  };
}

/** The grant of the request's bearer token. @throws `OAuthError` when the token does not hold. */
export function bearerGrant({ grants, exchange }: OAuthContext, neededSeconds = 0): Grant {
  const { headers, host } = exchange.received;
  const accessToken = headers.bearer;
  exchange.report({ credentialKind: headers.has("authorization") ? "token" : "none" });
  if (accessToken === undefined) throw new OAuthError("invalid_token", { reason: "no bearer token" });
  const token = grants.accessToken(accessToken);
  const grant = token && grants.grant(token.grantId);
  if (token === undefined || grant === undefined)
    throw new OAuthError("invalid_token", { reason: "no such access token" });
  exchange.report({ identity: principalArn(grant.principal) });
  if (grant.site !== (placeOf(host).site ?? grant.site))
    throw new OAuthError("invalid_token", { reason: "the access token is one of the other site" });
  if (grant.revoked) throw new OAuthError("invalid_token", { reason: "the grant was revoked" });
  const leftMs = token.expiresAtMs - exchange.now();
  if (leftMs <= 0) throw new OAuthError("expired_token", { reason: "the access token has expired" });
  if (leftMs < neededSeconds * 1000)
    throw new OAuthError("expired_token", {
      reason: "the access token has less left than an exchange needs",
    });
  return grant;
}
