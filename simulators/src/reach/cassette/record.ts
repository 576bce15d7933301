import type { Cassette, RecordedBody, RecordedExchange, RecordedHeaders } from "./cassette.ts";
import { createRedaction, type Redaction } from "./redaction.ts";
import { readTaped, type TapedRequest, textOf } from "./request.ts";
import { coversHost, refusal, type Tape } from "./tape.ts";

/** Hosts of the real cloud, which a recorder sends requests to unless it is told otherwise. */
export const REAL_HOSTS: readonly string[] = [
  ...["*.aliyuncs.com", "*.aliyun.com", "*.alibabacloud.com", "*.alibabacloudsso.com"],
  "100.100.100.200",
];

/** Options of {@link createRecorder}. */
export interface RecorderOptions {
  /** Hosts that requests may go to; `*.` in front stands for everything below a name. Default {@link REAL_HOSTS}. */
  readonly hosts?: readonly string[] | undefined;
  /** Sends a request on: the `fetch` of the runtime, for the real cloud. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** The time, in epoch milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** Called after each exchange. */
  readonly onExchange?: (() => void) | undefined;
}

/** Sends requests on to the real cloud, and keeps them and their replies without their secrets. */
export interface Recorder extends Tape {
  /** The recording until now, without anything that has turned out to be a secret. */
  cassette(): Cassette;
}

/** Headers of a connection, and those that the sending `fetch` makes. */
const OF_CONNECTION = /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|host|expect)$/;
/** Headers of bytes that `fetch` has decoded. */
const OF_BYTES = /^(?:content-encoding|content-length)$/;
/** Headers by which a client checks the bytes that it gets. */
const CHECKSUMS = /^(?:content-md5|x-oss-hash-.*)$/;

export function createRecorder(options: RecorderOptions): Recorder {
  const { hosts = REAL_HOSTS, fetch: send, now = Date.now, onExchange } = options;
  const redaction = createRedaction();
  let exchanges: readonly RecordedExchange[] = [];

  return {
    hosts,
    async receive(request) {
      const taped = await readTaped(request);
      const { action: operation } = taped;
      if (!coversHost(hosts, taped.url.host))
        return {
          reply: refusal(`${taped.url.host} may not be recorded`),
          finding: { operation, decision: "unmatched" },
        };
      const at = new Date(now()).toISOString();
      let reply: Response;
      try {
        reply = await sendOn(taped, send, request.signal);
      } catch (error) {
        const reason = `no reply from ${taped.url.host}: ${reasonOf(error)}`;
        return { reply: badGateway(reason), finding: { operation, decision: "failed", reason } };
      }
      const bytes = await reply.arrayBuffer();
      exchanges = [...exchanges, redacted(redaction, at, taped, reply, bytes)];
      onExchange?.();
      const { status, statusText } = reply;
      const headers = new Headers(reply.headers);
      const isDecoded = headers.has("content-encoding");
      for (const name of reply.headers.keys())
        if (isDropped(taped, reply, name) || (isDecoded && CHECKSUMS.test(name))) headers.delete(name);
      const body = hasBody(status) ? bytes : null;
      return {
        reply: new Response(body, { status, statusText, headers }),
        finding: { operation, decision: status < 400 ? "allowed" : "denied", reason: "recorded" },
      };
    },
    cassette() {
      exchanges = redaction.again(exchanges);
      return { format: "alicred-cassette", version: 1, exchanges };
    },
  };
}

function sendOn(taped: TapedRequest, send: RecorderOptions["fetch"], signal: AbortSignal): Promise<Response> {
  const { method, url, bytes } = taped;
  const headers = new Headers(taped.headers);
  for (const name of [...headers.keys()])
    if (OF_CONNECTION.test(name) || name === "content-length") headers.delete(name);
  const body = method === "GET" || method === "HEAD" ? null : bytes;
  return send(url.href, { method, headers, body, redirect: "manual", signal });
}

function redacted(
  redaction: Redaction,
  at: string,
  request: TapedRequest,
  reply: Response,
  bytes: ArrayBuffer,
): RecordedExchange {
  const { method, url, action } = request;
  const isSecret = isSecretBody(request);
  const body = (sent: ArrayBuffer): RecordedBody | undefined => {
    const text = textOf(sent);
    if (sent.byteLength === 0) return undefined;
    return text === undefined ? { bytes: sent.byteLength } : redaction.text(text);
  };
  const answer = isSecret ? redaction.whole(textOf(bytes) ?? "", "Token") : body(bytes);
  const asked = headersOf(
    redaction,
    request.headers,
    (name) => OF_CONNECTION.test(name) || OF_BYTES.test(name),
  );
  const answered = headersOf(
    redaction,
    reply.headers,
    // The body of a cassette is not what a checksum was made of.
    (name) => isDropped(request, reply, name) || (bytes.byteLength > 0 && CHECKSUMS.test(name)),
  );
  const address = redaction.address(url.href);
  return {
    at,
    request: {
      method,
      url: address,
      ...(action !== undefined && { action: redaction.text(action) }),
      headers: asked,
      ...optional(body(request.bytes)),
    },
    reply: { status: reply.status, headers: answered, ...optional(answer) },
  };
}

/** Bodies of the metadata service that are secret as a whole. */
function isSecretBody({ method, url }: TapedRequest): boolean {
  return (method === "PUT" && /\/api\/token$/.test(url.pathname)) || /\/user-data$/.test(url.pathname);
}

function optional(body: RecordedBody | undefined): { readonly body?: RecordedBody } {
  return body === undefined ? {} : { body };
}

function headersOf(
  redaction: Redaction,
  headers: Headers,
  isLeftOut: (name: string) => boolean,
): RecordedHeaders {
  const kept: Record<string, string | string[]> = {};
  headers.forEach((value, name) => {
    if (name === "set-cookie" || isLeftOut(name)) return;
    kept[name] = redaction.header(name, value);
  });
  const cookies = headers.getSetCookie().map((cookie) => redaction.header("set-cookie", cookie));
  return cookies.length > 0 ? { ...kept, "set-cookie": cookies } : kept;
}

/** A reply to HEAD has no body that `fetch` would decode: its length is that of the object. */
function isDropped({ method }: TapedRequest, { headers }: Response, name: string): boolean {
  const isLength = name === "content-length" && method === "HEAD" && !headers.has("content-encoding");
  return OF_CONNECTION.test(name) || (OF_BYTES.test(name) && !isLength);
}

/** Statuses whose replies have none, because a Response with one cannot be made. */
export function hasBody(status: number): boolean {
  return status !== 204 && status !== 205 && status !== 304;
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  return cause instanceof Error ? cause.name : "unknown";
}

function badGateway(reason: string): Response {
  return new Response(JSON.stringify({ error: "bad_gateway", reason }), {
    status: 502,
    headers: { "content-type": "application/json" },
  });
}
