import { request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { isIP } from "node:net";
import { Readable } from "node:stream";

/** Statuses whose replies have no body. */
const WITHOUT_BODY = [204, 205, 304];

/**
 * A `fetch` that sends every request to one address, whatever its host, which the header still names: for a recorder of
 * which another simulated cloud is to be the real one.
 *
 * @param upstream - the origin, such as `http://127.0.0.1:41234`.
 * @throws `TypeError` for an address that is not one of HTTP.
 */
export function sendTo(upstream: string): (url: string, init: RequestInit) => Promise<Response> {
  const { protocol, hostname, port } = new URL(upstream);
  if (protocol !== "http:" && protocol !== "https:")
    throw new TypeError(`${upstream} is not an address of HTTP`);
  const isSecure = protocol === "https:";
  return (url, { method = "GET", headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const { host, hostname: name, pathname, search } = new URL(url);
      const sent = (isSecure ? requestSecure : requestPlain)({
        hostname: hostname.replace(/^\[|\]$/g, ""),
        port: port || undefined,
        method,
        path: pathname + search,
        headers: { ...Object.fromEntries(new Headers(headers)), host },
        ...(isSecure && isIP(name) === 0 && { servername: name }),
        ...(signal && { signal }),
      });
      sent.on("error", reject);
      sent.on("response", (reply) => {
        const { statusCode: status = 502, statusMessage: statusText = "" } = reply;
        const pairs = Object.entries(reply.headersDistinct).flatMap(([key, values = []]) =>
          values.map((value): [string, string] => [key, value]),
        );
        const content = WITHOUT_BODY.includes(status) ? null : (Readable.toWeb(reply) as ReadableStream);
        resolve(new Response(content, { status, statusText, headers: pairs }));
      });
      sent.end(body instanceof ArrayBuffer ? new Uint8Array(body) : undefined);
    });
}
