import { statusAndCode } from "../service/error-table.ts";
import type { Exchange } from "../service/exchange.ts";
import type { World } from "../world/world.ts";
import { type SsoError, ssoErrors } from "./errors.ts";

/** A successful reply; the request id is added. */
export function successReply(exchange: Exchange, fields: Readonly<Record<string, unknown>>): Response {
  exchange.report({ decision: "allowed", requestId: exchange.requestId });
  return jsonReply(200, { ...fields, RequestId: exchange.requestId });
}

/** An error in the portal's form, with the status and code that the world gives it. */
export function errorReply(world: World, exchange: Exchange, error: SsoError): Response {
  const { status, code } = statusAndCode(ssoErrors, error.row, world.description.cloudSso?.errors);
  exchange.report({ decision: "denied", code, reason: error.reason, requestId: exchange.requestId });
  return jsonReply(status, { ErrorCode: code, ErrorMessage: error.message, RequestId: exchange.requestId });
}

function jsonReply(status: number, body: Readonly<Record<string, unknown>>): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json;charset=utf-8", "cache-control": "no-store" },
  });
}
