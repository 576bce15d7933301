/** The URL of a request is already normalised, so it only needs to be split. */
const ADDRESS = /^([a-z]+):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?/;
/** Bytes with a buffer of their own. Named by what makes them, because compilers before 5.7 know no `Uint8Array<ArrayBuffer>`. */
export type Bytes = ReturnType<InstanceType<typeof TextEncoder>["encode"]>;

const NO_BODY: Bytes = new Uint8Array(0);

/** A request as it was received, read once. What few ask for is made when it is asked for. */
export class ReceivedRequest {
  readonly method: string;
  /** Host and port as the client named them. */
  readonly host: string;
  readonly secure: boolean;
  /** Path as the client sent, and signed, it. */
  readonly path: string;
  readonly headers: RequestHeaders;
  readonly #request: Request;
  /** The query as it was sent, `?` included; empty without one. */
  readonly search: string;
  #query: URLSearchParams | undefined;
  #body = NO_BODY;

  constructor(request: Request) {
    const headers = new RequestHeaders(request.headers);
    const [, scheme, host = "", path = "/", search = ""] = ADDRESS.exec(request.url) ?? [];
    this.method = request.method;
    this.host = headers.get("host") ?? host;
    this.secure = scheme === "https";
    this.path = path;
    this.headers = headers;
    this.#request = request;
    this.search = search;
  }

  get query(): URLSearchParams {
    this.#query ??= new URLSearchParams(this.search);
    return this.#query;
  }

  get signal(): AbortSignal {
    return this.#request.signal;
  }

  /** Empty for requests without a body, and until {@link readBody} is done. */
  get body(): Bytes {
    return this.#body;
  }

  /**
   * Waits for the body, as the request or as `read` gives it; `undefined` when there is nothing to wait for.
   *
   * @returns whether it has at most `maxBytes`; if not, it is not kept, and not read where its length is known.
   */
  readBody(
    read: ((maxBytes: number) => Promise<ArrayBuffer | undefined>) | undefined,
    maxBytes: number,
  ): Promise<boolean> | undefined {
    if (this.method === "GET" || this.method === "HEAD") return undefined;
    const length = this.headers.get("content-length");
    if (length === "0") return undefined;
    if (Number(length ?? 0) > maxBytes) return Promise.resolve(false);
    if (read !== undefined) return this.#keep(read(maxBytes), maxBytes);
    const { body } = this.#request;
    return body === null ? undefined : this.#keep(readAtMost(body, maxBytes), maxBytes);
  }

  async #keep(reading: Promise<ArrayBuffer | undefined>, maxBytes: number): Promise<boolean> {
    const body = await reading;
    if (body === undefined || body.byteLength > maxBytes) return false;
    this.#body = new Uint8Array(body);
    return true;
  }
}

/**
 * Headers of a request, read once: `Headers` of some runtimes sorts and checks at every call. Names are in
 * lower case.
 */
export class RequestHeaders {
  readonly names: readonly string[];
  readonly #values: readonly string[];

  constructor(headers: Headers) {
    const names: string[] = [];
    const values: string[] = [];
    headers.forEach((value, name) => {
      names.push(name);
      values.push(value);
    });
    this.names = names;
    this.#values = values;
  }

  get(name: string): string | undefined {
    const at = this.names.indexOf(name);
    return at < 0 ? undefined : this.#values[at];
  }

  has(name: string): boolean {
    return this.names.includes(name);
  }

  /** The token of the header Authorization, if its scheme is Bearer, in any case (RFC 9110, 11.1). */
  get bearer(): string | undefined {
    return /^Bearer (\S+)$/i.exec(this.get("authorization") ?? "")?.[1];
  }
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|.+\.localhost)$/i;

/** Host name of a `Host` header, without its port. */
export function hostName(host: string): string {
  return host.replace(/:\d*$/, "").toLowerCase();
}

/** Whether a host, with or without a port, is this machine. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(hostName(host));
}

/** The bytes of a body, or `undefined` as soon as they are more than `maxBytes`. */
export async function readAtMost(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<ArrayBuffer | undefined> {
  if (body === null) return new ArrayBuffer(0);
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Not `for await`, nor the body's own `arrayBuffer`: for a short body, each takes twice as long.
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joined(chunks, length);
    length += value.byteLength;
    if (length > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(value);
  }
}

function joined(chunks: readonly Uint8Array[], length: number): ArrayBuffer {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes.buffer;
}
