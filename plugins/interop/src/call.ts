/**
 * Requests and replies as a signature needs them.
 *
 * @module
 */
import { ConfigurationError, RefusedError } from "@alicred/core";

/** Bytes to sign and send. Named by what makes them, because compilers before 5.7 know no `Uint8Array<ArrayBuffer>`. */
export type Bytes = ReturnType<InstanceType<typeof TextEncoder>["encode"]>;

/** A request that can be signed. */
export interface Call {
  readonly method: string;
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: no body. */
  readonly body?: RequestInit["body"];
  /** Whether the body can be sent more than once. */
  readonly isReplayable: boolean;
  readonly redirect: NonNullable<RequestInit["redirect"]>;
  /** The caller's other members, such as a signal, and those that only one runtime knows. */
  readonly rest: RequestInit;
}

/** A request whose body was read to its end. */
export interface ReadCall extends Call {
  readonly body?: Bytes | undefined;
}

/**
 * Reads the request that `fetch(input, init)` would send, to its end.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for a body that is too large.
 */
export async function readCall(
  input: Request | URL | string,
  init: RequestInit,
  maxBodyBytes: number,
): Promise<ReadCall> {
  const { request, ...call } = begin(input, init);
  const bytes = await readBody(request, maxBodyBytes, call.rest.signal);
  return { ...call, isReplayable: true, ...(bytes.length > 0 && { body: bytes }) };
}

/**
 * The same, without reading what needs no reading to be sent: texts, bytes and files as they are, and a stream, which can
 * be sent only once. Forms and the bodies of a `Request` are read.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for a body that has to be read and is too large.
 */
export async function readCallLazily(
  input: Request | URL | string,
  init: RequestInit,
  maxBodyBytes: number,
): Promise<Call> {
  const { body } = init;
  const isPlain =
    typeof body === "string" ||
    body instanceof URLSearchParams ||
    body instanceof Blob ||
    body instanceof ArrayBuffer ||
    ArrayBuffer.isView(body);
  if (isPlain) {
    const { request: _, ...call } = begin(input, init);
    return { ...call, isReplayable: true, body };
  }
  if (!(body instanceof ReadableStream)) return readCall(input, init, maxBodyBytes);
  const { request: _, rest, ...call } = begin(input, { ...init, body: null });
  // TypeScript does not know `duplex` yet, which a stream needs.
  return { ...call, isReplayable: false, body, rest: { ...rest, duplex: "half" } as RequestInit };
}

function begin(
  input: Request | URL | string,
  init: RequestInit,
): Omit<Call, "body" | "isReplayable"> & { readonly request: Request } {
  const { username, password } = new URL(input instanceof Request ? input.url : input);
  // The error of the runtime would quote them.
  if (username || password) throw invalid("The URL has a user or password. Leave it out.");
  // A body that is a stream needs `duplex`, which TypeScript does not know yet.
  const request = new Request(input, { ...init, duplex: "half" } as RequestInit);
  const { method, redirect } = request;
  const url = new URL(request.url);
  url.hash = "";
  // To some servers a plus is a space, to others it is a plus.
  url.search = url.search.replaceAll("+", "%20");
  const { host: _host, "content-length": _length, ...headers } = Object.fromEntries(request.headers);
  const { method: _method, headers: _headers, body: _body, redirect: _redirect, ...others } = init;
  const signal = init.signal ?? (input instanceof Request ? input.signal : undefined);
  return {
    request,
    method,
    redirect,
    url: url.href,
    headers,
    rest: { ...others, ...(signal && { signal }) },
  };
}

/**
 * Reads all of a body, because the signature covers its hash and a second attempt needs it again.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` when it holds more than `maxBytes`.
 */
async function readBody(request: Request, maxBytes: number, signal: RequestInit["signal"]): Promise<Bytes> {
  // Some browsers have no `body` on a request.
  const stream = request.body ?? new Response(await request.arrayBuffer()).body;
  const bytes = stream ? await readUpTo(stream, maxBytes, signal) : new Uint8Array();
  if (bytes) return bytes;
  throw invalid(`The body holds more than ${maxBytes} bytes. Raise maxBodyBytes, or send less.`);
}

/**
 * Reads a stream. Returns `undefined`, and cancels the rest, when it holds more than `maxBytes`.
 *
 * @throws the reason of an aborted `signal`.
 */
export async function readUpTo(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
  signal?: RequestInit["signal"],
): Promise<Bytes | undefined> {
  const reader = stream.getReader();
  // While a stream has a clone, cancelling ends only when the clone ends: nothing waits for it.
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  signal?.addEventListener("abort", cancel);
  if (signal?.aborted) cancel();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    // Of a limit that is no number nothing is below.
    if (!(size <= maxBytes)) {
      cancel();
      return undefined;
    }
    chunks.push(value);
  }
  signal?.removeEventListener("abort", cancel);
  signal?.throwIfAborted();
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** The error of an option, or of a request, that cannot be used. */
export function invalid(problem: string, source = "signing-fetch"): ConfigurationError {
  return new ConfigurationError("INVALID_OPTION", problem, { source });
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
