import type { Exchange } from "../exchange.ts";
import { checksum } from "../random.ts";
import { escapeXml } from "../replies.ts";
import type { RpcError } from "./errors.ts";

/** A value in a reply. */
export type ReplyValue = string | number | boolean | null | ReplyFields | readonly ReplyValue[] | undefined;

/** Members of a reply; nested objects become nested elements in XML, a list several of one name. */
export interface ReplyFields {
  readonly [name: string]: ReplyValue;
}

/** A successful reply: JSON, or XML whose root is named after the action. */
export function successReply(
  exchange: Exchange,
  format: "json" | "xml",
  action: string,
  fields: ReplyFields,
  status = 200,
): Response {
  return reply(exchange, format, status, `${action}Response`, { RequestId: exchange.requestId, ...fields });
}

/** An error and how it is answered. */
interface Refusal {
  readonly error: RpcError;
  readonly status: number;
  readonly code: string;
  /** As the API explorer names it: `Sts`. */
  readonly product: string;
}

/** An error in the form of the Alibaba Cloud gateway. */
export function errorReply(
  exchange: Exchange,
  format: "json" | "xml",
  { error, status, code, product }: Refusal,
): Response {
  const { requestId, received } = exchange;
  return reply(exchange, format, status, "Error", {
    RequestId: requestId,
    HostId: received.host,
    Code: code,
    Message: error.message,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${code}&product=${product}&requestId=${requestId}`,
    ...(format === "json" && error.detail && { AccessDeniedDetail: error.detail }),
  });
}

function reply(
  exchange: Exchange,
  format: "json" | "xml",
  status: number,
  root: string,
  fields: ReplyFields,
): Response {
  const body =
    format === "json"
      ? JSON.stringify(fields)
      : `<?xml version="1.0" encoding="UTF-8"?><${root}>${elements(fields)}</${root}>`;
  // Made from the id of the request, so that they cost neither random digits nor a walk through the body: clients look at
  // neither.
  const etag = checksum(exchange.requestId);
  return new Response(body, {
    status,
    headers: {
      "content-type": format === "json" ? "application/json;charset=utf-8" : "text/xml;charset=utf-8",
      date: exchange.date(),
      "access-control-allow-origin": "*",
      "access-control-expose-headers": "*",
      "x-acs-request-id": exchange.requestId,
      "x-acs-trace-id": etag + checksum(etag),
      etag,
    },
  });
}

function elements(fields: ReplyFields): string {
  return Object.entries(fields)
    .map(([name, value]) => element(name, value))
    .join("");
}

function element(name: string, value: ReplyValue): string {
  if (value === undefined || value === null) return "";
  if (isList(value)) return value.map((one) => element(name, one)).join("");
  return `<${name}>${typeof value === "object" ? elements(value) : escapeXml(String(value))}</${name}>`;
}

function isList(value: ReplyValue): value is readonly ReplyValue[] {
  return Array.isArray(value);
}
