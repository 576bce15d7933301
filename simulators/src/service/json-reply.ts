/** JSON with the same bytes on every runtime: `Response.json` names the type differently from one to the next. */
export function jsonReply(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
}
