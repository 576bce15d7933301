import { statusAndCode } from "../../cloud/errors.ts";
import type { Exchange } from "../../cloud/exchange.ts";
import { escapeXml, type XmlFields } from "../../cloud/replies.ts";
import type { World } from "../../cloud/world/world.ts";
import { OSS_ERRORS } from "./error-table.ts";
import type { OssError } from "./errors.ts";
import type { OssWorld } from "./world.ts";

/** The id of a request as OSS writes it. */
function requestIdOf({ requestId }: Exchange): string {
  return requestId.replaceAll("-", "").slice(0, 24);
}

/** A reply without a body, or with one that is ready. The headers become its own: a copy costs as much as to make them. */
export function plainReply(
  exchange: Exchange,
  status: number,
  headers: Record<string, string> = {},
  body: BodyInit | null = null,
): Response {
  headers["x-oss-request-id"] = requestIdOf(exchange);
  headers["server"] = "AliyunOSS";
  headers["date"] = exchange.date();
  return new Response(body, { status, headers });
}

/** A reply in XML. No namespace: clients stumble over one. */
export function xmlReply(
  exchange: Exchange,
  root: string,
  fields: XmlFields,
  { status = 200, etag }: { readonly status?: number; readonly etag?: string } = {},
): Response {
  const headers = { "content-type": "application/xml", ...(etag !== undefined && { etag }) };
  return plainReply(exchange, status, headers, xml(root, fields));
}

/** An error; of HEAD in the header `x-oss-err`, because it has no body. */
export function errorReply(world: World<OssWorld>, exchange: Exchange, error: OssError): Response {
  const row = OSS_ERRORS[error.row];
  const { status, code } = statusAndCode(
    { ...OSS_ERRORS, [error.row]: { ...row, code: error.row.split(":", 1)[0] ?? error.row } },
    error.row,
    world.description.oss?.errors,
  );
  exchange.report({ decision: "denied", code, reason: error.reason, requestId: exchange.requestId });
  const body = xml("Error", {
    Code: code,
    Message: error.message,
    RequestId: requestIdOf(exchange),
    HostId: exchange.received.host,
    ...error.fields,
    EC: row.ec,
    RecommendDoc: `https://api.aliyun.com/troubleshoot?q=${row.ec}`,
  });
  const headers = { "content-type": "application/xml", "x-oss-ec": row.ec };
  if (exchange.received.method !== "HEAD") return plainReply(exchange, status, headers, body);
  const encoded = btoa(String.fromCharCode(...new TextEncoder().encode(body)));
  return plainReply(exchange, status, { ...headers, "x-oss-err": encoded });
}

/** `2026-01-07T08:00:00.000Z`: clients accept no other milliseconds. */
export function xmlDate(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}.000Z`;
}

function xml(root: string, fields: XmlFields): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>${elements(fields)}</${root}>`;
}

function elements(fields: XmlFields): string {
  return Object.entries(fields)
    .flatMap(([name, value]) => {
      if (value === undefined) return [];
      const all: readonly (string | XmlFields)[] = Array.isArray(value) ? value : [value];
      return all.map(
        (one) => `<${name}>${typeof one === "string" ? escapeXml(one) : elements(one)}</${name}>`,
      );
    })
    .join("");
}
