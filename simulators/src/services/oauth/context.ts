import { statusAndCode } from "../../cloud/errors.ts";
import type { Exchange } from "../../cloud/exchange.ts";
import type { World } from "../../cloud/world/world.ts";
import { OAUTH_ERRORS, type OAuthError } from "./errors.ts";
import type { OAuthGrants } from "./grants.ts";
import type { OAuthWorld } from "./world.ts";

/** The things needed to answer one OAuth request. */
export interface OAuthContext {
  readonly world: World<OAuthWorld>;
  readonly grants: OAuthGrants;
  readonly exchange: Exchange;
}

/** A successful reply. */
export function successReply(exchange: Exchange, fields: Readonly<Record<string, unknown>>): Response {
  exchange.report({ decision: "allowed", requestId: exchange.requestId });
  return jsonReply(200, fields);
}

/** The path whose errors have a form of their own. */
export const EXCHANGE_PATH = "/v1/exchange";

/**
 * Of the exchange `{error, error_description, requestId}`, of the others
 * `{error, error_description, request_id, http_code}`. The second is of the token endpoint, and assumed for its
 * neighbours.
 */
export function errorReply(world: World<OAuthWorld>, exchange: Exchange, error: OAuthError): Response {
  const { status, code } = wireError(world, error);
  const { requestId, received } = exchange;
  exchange.report({ decision: "denied", code, reason: error.reason, requestId });
  const reply = jsonReply(status, {
    error: code,
    error_description: error.message,
    ...(received.path.endsWith(EXCHANGE_PATH)
      ? { requestId }
      : { request_id: requestId.toLowerCase(), http_code: status }),
  });
  // https://www.rfc-editor.org/rfc/rfc6750#section-3
  if (error.row === "invalid_token" || error.row === "expired_token")
    reply.headers.set("www-authenticate", 'Bearer error="invalid_token"');
  return reply;
}

/** Status and code of an error in this world. */
export function wireError(
  world: World<OAuthWorld>,
  { row }: OAuthError,
): { readonly status: number; readonly code: string } {
  return statusAndCode(OAUTH_ERRORS, row, world.description.oauth?.errors);
}

function jsonReply(status: number, body: Readonly<Record<string, unknown>>): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": "application/json;charset=utf-8",
      "cache-control": "no-store",
      pragma: "no-cache",
    },
  });
}
