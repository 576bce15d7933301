/**
 * A `fetch` that signs by ACS3-HMAC-SHA256, for calling any OpenAPI.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { webHost } from "@alicred/core/host/web";
 * import { signingFetch } from "@alicred/interop/fetch";
 * import { edge } from "@alicred/presets/edge";
 * import { env, waitUntil } from "cloudflare:workers";
 *
 * const host = webHost({ env, waitUntil });
 * const call = signingFetch(refreshing(edge(), { host }), { host, fetch });
 * const headers = { "x-acs-action": "GetCallerIdentity", "x-acs-version": "2015-04-01" };
 * const reply = await call("https://sts.cn-hangzhou.aliyuncs.com/", { method: "POST", headers });
 * ```
 *
 * @module
 */
import type { Credentials, GetOptions, Host, Resolver, ServerClock } from "@alicred/core";
import { createContext, instantOf } from "@alicred/core";
import { createNonce, signAcs3 } from "@alicred/sts";
import { type Call, checkRedirect, discardBody, readCall, readUpTo } from "./call.ts";

/** Called like `fetch`; the third argument is for what belongs to the request that is served. */
export type SigningFetch = (
  input: Request | URL | string,
  init?: RequestInit,
  options?: SigningCallOptions,
) => Promise<Response>;

/** Options of one call: this request's `waitUntil`, and the `input` for the sources. */
export type SigningCallOptions = Pick<GetOptions, "waitUntil" | "input">;

export interface SigningFetchOptions {
  /** The resolver's own host. */
  readonly host: Host;
  /** Sends the signed requests: the runtime's global `fetch`, or one with its shape. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** The largest body accepted, in bytes: it is held in memory, because the signature covers it. Default: 10,485,760. */
  readonly maxBodyBytes?: number | undefined;
}

// The skew that is learnt varies by about a second from reply to reply.
const NOTABLE_SKEW_MS = 60_000;

const REFUSING_STATUS: ReadonlySet<number> = new Set([400, 401, 403, 404]);
const MAX_ERROR_BYTES = 65_536;

/**
 * Makes a `fetch` that signs each request with the resolver's current credentials. Name the operation by the headers
 * `x-acs-action` and `x-acs-version`. Answers in JSON are asked for unless an `accept` header says otherwise.
 *
 * When the service rejects the credentials (`InvalidSecurityToken…`, `InvalidAccessKeyId…`), the resolver forgets that
 * snapshot, and the request is sent once more if it then has another. When the service finds the time stamp expired and
 * its `Date` shows that this machine's clock is off, the request is sent once more with the service's time. Any other
 * reply is the caller's, whatever its status.
 *
 * A signed request never follows a redirect: with `redirect: "manual"` the caller gets the reply, otherwise an error.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for plain HTTP to another machine, and for a body above `maxBodyBytes`.
 * @throws {RefusedError} `REDIRECT_REFUSED`
 * @throws {AlicredError} from `resolver.get()`; the reason of an aborted `signal`; anything that `fetch` throws.
 * @see https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
 */
export function signingFetch(resolver: Resolver, options: SigningFetchOptions): SigningFetch {
  const { host, fetch, maxBodyBytes = 10_485_760 } = options;
  // Created with the first request, because a Worker may not create an AbortController earlier.
  let known: ServerClock | undefined;

  async function send(call: Call, credentials: Credentials, serverClock: ServerClock): Promise<Response> {
    const { url, method, body, rest } = call;
    const stamp = { timestampMs: serverClock.now(), nonce: createNonce(host) };
    const headers = await signAcs3(call, credentials, stamp);
    const sentAt = instantOf(host.clock);
    const init = { ...rest, method, headers, redirect: "manual" as const };
    const reply = await fetch(url, body.length > 0 ? { ...init, body } : init);
    serverClock.observe(reply.headers, sentAt);
    return reply;
  }

  return async (input, init, options) => {
    const call = await readCall(input, init ?? {}, maxBodyBytes);
    const signal = call.rest.signal ?? undefined;
    known ??= createContext({ host, signal: signal ?? new AbortController().signal }).serverClock;
    const serverClock = known;
    const asked = signal ? { ...options, signal } : options;
    const get = (): Promise<Credentials> => resolver.get(asked);
    const credentials = await get();
    const signedSkewMs = serverClock.skewMs();
    const reply = await send(call, credentials, serverClock);
    const refusal = await readRefusal(reply);
    let next: Credentials | undefined;
    if (refusal === "credentials") {
      resolver.invalidate(credentials);
      const fresh = await get();
      if (!isSameKey(fresh, credentials)) next = fresh;
    } else if (refusal === "clock" && Math.abs(serverClock.skewMs() - signedSkewMs) > NOTABLE_SKEW_MS) {
      next = credentials;
    }
    if (next === undefined) return checkRedirect(call, reply);
    await discardBody(reply);
    return checkRedirect(call, await send(call, next, serverClock));
  };
}

function isSameKey(a: Credentials, b: Credentials): boolean {
  return (
    a.accessKeyId === b.accessKeyId &&
    a.accessKeySecret === b.accessKeySecret &&
    a.securityToken === b.securityToken
  );
}

/** The faults of a signature that a retry can fix, as an error reply of an OpenAPI names them. */
type Refusal = "credentials" | "clock";

/** Reads the code of an error reply, JSON or XML, and leaves the reply itself unread. */
async function readRefusal(reply: Response): Promise<Refusal | undefined> {
  if (!REFUSING_STATUS.has(reply.status)) return undefined;
  const stream = reply.clone().body;
  const bytes = stream === null ? undefined : await readUpTo(stream, MAX_ERROR_BYTES);
  const text = new TextDecoder().decode(bytes);
  const code = /"code"\s*:\s*"([\w.]+)"|<code>([\w.]+)<\/code>/i.exec(text);
  return refusalOf(code?.[1] ?? code?.[2] ?? "");
}

function refusalOf(code: string): Refusal | undefined {
  if (/^(InvalidAccessKeyId|InvalidSecurityToken)\b/.test(code)) return "credentials";
  return code === "InvalidTimeStamp.Expired" ? "clock" : undefined;
}
