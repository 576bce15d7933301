import { statusAndCode } from "../../cloud/errors.ts";
import type { Exchange } from "../../cloud/exchange.ts";
import type { ReceivedRequest } from "../../cloud/request.ts";
import type { World } from "../../cloud/world/world.ts";
import type { SsoDirectory } from "./directory.ts";
import { SSO_ERRORS, SsoError } from "./errors.ts";
import type { SsoLogins } from "./logins.ts";
import type { CloudSsoWorld } from "./world.ts";

/** The things needed to answer one request of the portal. */
export interface SsoContext {
  readonly world: World<CloudSsoWorld>;
  readonly directory: SsoDirectory;
  readonly logins: SsoLogins;
  readonly exchange: Exchange;
  /** Address of the portal as the client reached it, without a slash at the end. */
  readonly baseUrl: string;
}

/** Text members of a JSON body. */
export type JsonInput = Readonly<Record<string, unknown>>;

/** @throws `SsoError` when the body is empty or not a JSON object. */
export function readJson({ headers, body }: ReceivedRequest): JsonInput {
  if (body.length === 0)
    throw new SsoError("MissingParameter", { subject: "The request body", reason: "the body is empty" });
  if (!/^application\/json\b/i.test(headers.get("content-type") ?? ""))
    throw new SsoError("InvalidParameter", {
      subject: "Content-Type",
      reason: "the body is not declared to be JSON",
    });
  const json = parse(new TextDecoder().decode(body));
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json as JsonInput;
  throw new SsoError("InvalidParameter", {
    subject: "body",
    reason: "the body is not a JSON object",
  });
}

/** @throws `SsoError` when a member is absent, empty or not text. */
export function required(input: JsonInput, name: string): string {
  const value = input[name];
  if (value === undefined || value === "") throw new SsoError("MissingParameter", { subject: name });
  if (typeof value !== "string") throw new SsoError("InvalidParameter", { subject: name });
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A successful reply; the request id is added. */
export function successReply(exchange: Exchange, fields: Readonly<Record<string, unknown>>): Response {
  exchange.report({ decision: "allowed", requestId: exchange.requestId });
  return jsonReply(200, { ...fields, RequestId: exchange.requestId });
}

/** An error in the portal's form, with the status and code that the world gives it. */
export function errorReply(world: World<CloudSsoWorld>, exchange: Exchange, error: SsoError): Response {
  const { status, code } = statusAndCode(SSO_ERRORS, error.row, world.description.cloudSso?.errors);
  exchange.report({ decision: "denied", code, reason: error.reason, requestId: exchange.requestId });
  return jsonReply(status, { ErrorCode: code, ErrorMessage: error.message, RequestId: exchange.requestId });
}

function jsonReply(status: number, body: Readonly<Record<string, unknown>>): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json;charset=utf-8", "cache-control": "no-store" },
  });
}
