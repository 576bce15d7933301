import { ConfigurationError, RefusedError } from "@alicred/core";
import { parseEndpoint } from "@alicred/plugin-kit";
import { type Bytes, readBody } from "./body.ts";

/** A request that can be signed and sent several times. */
export interface Call {
  readonly method: string;
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Bytes;
  readonly redirect: RequestRedirect;
  /** What else the caller gave, such as a signal, and members that one runtime alone knows. */
  readonly rest: RequestInit;
}

/**
 * What `fetch(input, init)` would send, read to its end.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for plain HTTP to another machine, and for a body that is too large.
 */
export async function readCall(
  input: Request | URL | string,
  init: RequestInit,
  maxBodyBytes: number,
): Promise<Call> {
  // Needed for a body that is a stream, and not yet known to TypeScript.
  const request = new Request(input, { ...init, duplex: "half" } as RequestInit);
  const { method, redirect } = request;
  const url = new URL(request.url);
  if (parseEndpoint(url.origin) === undefined) throw insecure(url);
  url.hash = "";
  // To some servers a plus is a space, to others it is a plus.
  url.search = url.search.replaceAll("+", "%20");
  const { host: _host, "content-length": _length, ...headers } = Object.fromEntries(request.headers);
  const { method: _method, headers: _headers, body: _body, redirect: _redirect, ...others } = init;
  const signal = init.signal ?? (input instanceof Request ? input.signal : undefined);
  return {
    method,
    redirect,
    url: url.href,
    headers: { accept: "application/json", ...headers },
    body: await readBody(request, maxBodyBytes),
    rest: { ...others, ...(signal && { signal }) },
  };
}

const REDIRECT_STATUS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * The reply as the caller is to have it.
 *
 * @throws {RefusedError} `REDIRECT_REFUSED` for a redirect, unless the caller asked to see those.
 */
export async function checkRedirect(call: Call, reply: Response): Promise<Response> {
  const isRedirect = reply.type === "opaqueredirect" || REDIRECT_STATUS.has(reply.status);
  if (!isRedirect || call.redirect === "manual") return reply;
  await letGo(reply);
  throw new RefusedError(
    "REDIRECT_REFUSED",
    `${new URL(call.url).origin} answered with a redirect, which a signed request never follows. Give the final address, or ask for redirect: "manual".`,
    { source: "signing-fetch", status: reply.status },
  );
}

/** Frees the connection of a reply that nobody will read. */
export async function letGo(reply: Response): Promise<void> {
  await reply.body?.cancel().catch(() => undefined);
}

function insecure({ origin }: URL): ConfigurationError {
  return new ConfigurationError(
    "INVALID_OPTION",
    `${origin} is not https, and a signed request is not sent in the clear. http:// is accepted for loopback hosts only.`,
    { source: "signing-fetch" },
  );
}
