/**
 * A `fetch` that signs by ACS3-HMAC-SHA256, for calling any OpenAPI.
 *
 * @module
 */
import {
  type Credentials,
  createContext,
  type GetOptions,
  type Host,
  instantOf,
  type Resolver,
  type ServerClock,
} from "@alicred/core";
import { createNonce, signAcs3 } from "@alicred/sts";
import { type Call, checkRedirect, letGo, readCall } from "./call.ts";
import { readRefusal } from "./refusal.ts";

/** Called as `fetch` is; the third argument is for a platform whose `waitUntil` belongs to a request. */
export type SigningFetch = (
  input: Request | URL | string,
  init?: RequestInit,
  options?: SigningCallOptions,
) => Promise<Response>;

/** For one call. */
export type SigningCallOptions = Pick<GetOptions, "waitUntil">;

export interface SigningFetchOptions {
  /** The resolver's own host. */
  readonly host: Host;
  /** Sends the signed requests: the runtime's global `fetch`, or one with its shape. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** The largest body accepted, in bytes: it is held in memory, for the signature covers it. Default: 10,485,760. */
  readonly maxBodyBytes?: number | undefined;
}

// What is learnt from one reply to the next wavers by a second or so.
const NOTABLE_SKEW_MS = 60_000;

/**
 * Makes a `fetch` that signs each request with the resolver's present credentials. Name the operation by the headers
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
 * @throws {AlicredError} what `resolver.get()` throws; the reason of an aborted `signal`; what `fetch` throws.
 * @see https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
 */
export function signingFetch(resolver: Resolver, options: SigningFetchOptions): SigningFetch {
  const { host, fetch, maxBodyBytes = 10_485_760 } = options;
  // Made with the first request: a Worker may make no AbortController before.
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

  return async (input, init = {}, { waitUntil } = {}) => {
    const call = await readCall(input, init, maxBodyBytes);
    const signal = call.rest.signal ?? undefined;
    known ??= createContext({ host, signal: signal ?? new AbortController().signal }).serverClock;
    const serverClock = known;
    const asked = (signal || waitUntil) && { ...(signal && { signal }), ...(waitUntil && { waitUntil }) };
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
    await letGo(reply);
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
