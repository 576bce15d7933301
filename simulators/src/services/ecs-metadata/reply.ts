import { type ErrorOverrides, statusAndCode } from "../../cloud/errors.ts";
import type { Exchange } from "../../cloud/exchange.ts";
import { isoSeconds } from "../../cloud/replies.ts";
import type { HeldSession } from "../../cloud/session-rotation.ts";
import { METADATA_ERRORS, type MetadataError, type MetadataErrorName } from "./errors.ts";

const PHRASES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

export function textReply(text: string): Response {
  return new Response(text, { headers: { "content-type": "text/plain" } });
}

export function jsonReply(json: string): Response {
  return new Response(json, { headers: { "content-type": "application/json" } });
}

/** A page, as the metadata service answers requests that it turns down. */
export function errorReply(
  exchange: Exchange,
  error: MetadataError,
  overrides?: ErrorOverrides<MetadataErrorName>,
): Response {
  const { status, code } = statusAndCode(METADATA_ERRORS, error.row, overrides);
  const own = METADATA_ERRORS[error.row];
  const title = `${status} - ${"text" in own ? own.text : (PHRASES[status] ?? "Error")}`;
  exchange.report({ decision: "denied", code, reason: error.message });
  return new Response(
    `<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
         "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
 <head>
  <title>${title}</title>
 </head>
 <body>
  <h1>${title}</h1>
 </body>
</html>
`,
    {
      status,
      headers: {
        "content-type": "text/html",
        ...(error.retryAfterSeconds !== undefined && { "retry-after": String(error.retryAfterSeconds) }),
      },
    },
  );
}

/** Members and layout of the real document. */
export function credentialsDocument(session: HeldSession): string {
  const members = {
    AccessKeyId: session.accessKeyId,
    AccessKeySecret: session.accessKeySecret,
    Expiration: isoSeconds(session.expiresAtMs),
    SecurityToken: session.securityToken,
    LastUpdated: isoSeconds(session.lastUpdatedMs),
    Code: "Success",
  };
  const lines = Object.entries(members).map(([name, value]) => `  "${name}" : ${JSON.stringify(value)}`);
  return `{\n${lines.join(",\n")}\n}`;
}
