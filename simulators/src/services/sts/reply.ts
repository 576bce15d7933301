import type { Exchange } from "../../cloud/exchange.ts";
import { checksum } from "../../cloud/random.ts";
import { escapeXml } from "../../cloud/replies.ts";
import type { StsError } from "./errors.ts";

/** Members of a reply; nested objects become nested elements in XML. */
export interface ReplyFields {
  readonly [name: string]: string | ReplyFields | undefined;
}

/** A successful reply: JSON, or XML whose root is named after the action. */
export function successReply(
  exchange: Exchange,
  format: "json" | "xml",
  action: string,
  fields: ReplyFields,
): Response {
  return reply(exchange, format, 200, `${action}Response`, { RequestId: exchange.requestId, ...fields });
}

/** An error in the form of the Alibaba Cloud gateway. */
export function errorReply(
  exchange: Exchange,
  format: "json" | "xml",
  error: StsError,
  status: number,
  code: string,
): Response {
  const { requestId, received } = exchange;
  return reply(exchange, format, status, "Error", {
    RequestId: requestId,
    HostId: received.host,
    Code: code,
    Message: error.message,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${code}&product=Sts&requestId=${requestId}`,
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
  return new Response(body, {
    status,
    headers: {
      "content-type": format === "json" ? "application/json;charset=utf-8" : "text/xml;charset=utf-8",
      date: exchange.date(),
      "access-control-allow-origin": "*",
      "access-control-expose-headers": "*",
      "x-acs-request-id": exchange.requestId,
      "x-acs-trace-id": traceId(exchange.requestId),
      etag: checksum(body),
    },
  });
}

/** 32 hexadecimal digits, made from the id of the request, so that they cost no random ones. */
function traceId(requestId: string): string {
  return checksum(requestId) + checksum(`${requestId}:trace`);
}

function elements(fields: ReplyFields): string {
  return Object.entries(fields)
    .map(([name, value]) => {
      if (value === undefined) return "";
      return `<${name}>${typeof value === "string" ? escapeXml(value) : elements(value)}</${name}>`;
    })
    .join("");
}
