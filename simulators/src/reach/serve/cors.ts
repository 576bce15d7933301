/** A `fetch`-shaped handler. */
export type Handler = (request: Request) => Promise<Response>;

const EXPOSED = "date, etag, retry-after, x-acs-request-id, x-oss-request-id";

/** Lets pages of any origin call: answers preflight requests, and lets scripts read the headers that clients need. */
export function withCors(handler: Handler): Handler {
  return async (request) => {
    const { headers, method } = request;
    if (method === "OPTIONS" && headers.has("access-control-request-method")) {
      return new Response(null, {
        status: 204,
        headers: {
          "access-control-allow-origin": "*",
          "access-control-allow-methods": "GET, HEAD, POST, PUT, DELETE",
          "access-control-allow-headers": headers.get("access-control-request-headers") ?? "*",
          "access-control-allow-private-network": "true",
          "access-control-max-age": "600",
        },
      });
    }
    const reply = await handler(request);
    reply.headers.set("access-control-allow-origin", "*");
    reply.headers.set("access-control-expose-headers", EXPOSED);
    return reply;
  };
}
