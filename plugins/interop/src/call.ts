import { ConfigurationError, RefusedError } from "@alicred/core";
import { parseEndpoint } from "@alicred/plugin-kit";

/** Bytes to sign and send. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A request that can be signed and sent several times. */
export interface Call {
  readonly method: string;
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Bytes;
  readonly redirect: RequestRedirect;
  /** The caller's other members, such as a signal, and those that only one runtime knows. */
  readonly rest: RequestInit;
}

/**
 * Reads the request that `fetch(input, init)` would send, to its end.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for plain HTTP to another machine, and for a body that is too large.
 */
export async function readCall(
  input: Request | URL | string,
  init: RequestInit,
  maxBodyBytes: number,
): Promise<Call> {
  // A body that is a stream needs `duplex`, which TypeScript does not know yet.
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

/**
 * Reads all of a body, because the signature covers its hash and a second attempt needs it again.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` when it holds more than `maxBytes`.
 */
async function readBody(request: Request, maxBytes: number): Promise<Bytes> {
  // Some browsers have no `body` on a request.
  const stream = request.body ?? new Response(await request.arrayBuffer()).body;
  return stream === null ? new Uint8Array() : ((await readUpTo(stream, maxBytes)) ?? tooLarge(maxBytes));
}

/** Reads a stream. Returns `undefined`, and cancels the rest, when it holds more than `maxBytes`. */
export async function readUpTo(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<Bytes | undefined> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > maxBytes) {
      // While a stream has a clone, cancelling ends only when the clone ends: nothing waits for it.
      void reader.cancel().catch(() => undefined);
      return undefined;
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function tooLarge(maxBytes: number): never {
  throw new ConfigurationError(
    "INVALID_OPTION",
    `The body holds more than ${maxBytes} bytes, and signing needs all of them at once. Raise maxBodyBytes, or send less.`,
    { source: "signing-fetch" },
  );
}

const REDIRECT_STATUS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * The reply to return to the caller.
 *
 * @throws {RefusedError} `REDIRECT_REFUSED` for a redirect, unless the caller asked for it.
 */
export async function checkRedirect(call: Call, reply: Response): Promise<Response> {
  const isRedirect = reply.type === "opaqueredirect" || REDIRECT_STATUS.has(reply.status);
  if (!isRedirect || call.redirect === "manual") return reply;
  await discardBody(reply);
  throw new RefusedError(
    "REDIRECT_REFUSED",
    `${new URL(call.url).origin} answered with a redirect, which a signed request never follows. Give the final address, or ask for redirect: "manual".`,
    { source: "signing-fetch", status: reply.status },
  );
}

/** Frees the connection of a reply that nobody will read. */
export async function discardBody(reply: Response): Promise<void> {
  await reply.body?.cancel().catch(() => undefined);
}

function insecure({ origin }: URL): ConfigurationError {
  return new ConfigurationError(
    "INVALID_OPTION",
    `${origin} is not https, and a signed request is never sent unencrypted. http:// is accepted for loopback hosts only.`,
    { source: "signing-fetch" },
  );
}
