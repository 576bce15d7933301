/**
 * Sending signed requests: the repairs and repetitions that all signatures share.
 *
 * @module
 */
import type { Credentials, GetOptions, Host, Resolver } from "@alicred/core";
import { createServerClock, instantOf, isTransientStatus, randomFraction, retryAfterMs } from "@alicred/core";
import { NOTABLE_SKEW_MS } from "@alicred/sts";
import { type Call, checkRedirect, discardBody } from "./call.ts";
import { readRefusal } from "./refusal.ts";

/** Options of one call: this request's `waitUntil`, the `input` for the sources, and whether it may be repeated. */
export interface SigningCallOptions extends Pick<GetOptions, "waitUntil" | "input"> {
  /**
   * Whether the request may be sent again after a reply of 429 or 5xx, because doing it twice does no harm. Default: by the
   * method, as RFC 9110, section 9.2.2, has it: all but `POST` and `PATCH`.
   */
  readonly repeatable?: boolean | undefined;
}

export interface SendingOptions {
  /** The resolver's own host. */
  readonly host: Host;
  /** Sends the signed requests: the runtime's global `fetch`, or one with its shape. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /**
   * How often a request that may be repeated is sent again after a reply of 429 or 5xx: after the pause that `Retry-After`
   * asks for, up to 10 seconds, or one of up to 200 ms, doubled each time, with full jitter. Default: 2.
   */
  readonly retries?: number | undefined;
}

/** The headers to send with a call. */
export type SignCall<Read extends Call> = (
  call: Read,
  credentials: Credentials,
  nowMs: number,
) => Promise<Record<string, string>>;

export interface Sender {
  send<Read extends Call>(
    call: Read,
    sign: SignCall<Read>,
    options: SigningCallOptions | undefined,
  ): Promise<Response>;
  /** The services' time in epoch milliseconds, as far as replies have told it. */
  now(): number;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
const REPEATABLE = /^(GET|HEAD|PUT|DELETE|OPTIONS)$/;

/** Sends calls with the resolver's credentials of the moment. */
export function createSender(resolver: Resolver, { host, fetch, retries = 2 }: SendingOptions): Sender {
  const serverClock = createServerClock(host.clock);

  async function sendOnce(
    { url, method, body, rest }: Call,
    headers: Record<string, string>,
  ): Promise<Response> {
    const sentAt = instantOf(host.clock);
    const given = body === undefined ? {} : { body };
    const reply = await fetch(url, { ...rest, method, headers, redirect: "manual", ...given });
    serverClock.observe(reply.headers, sentAt);
    return reply;
  }

  /** The pause before the request is sent again; `undefined` where it is not. */
  function pauseMs(reply: Response, attempt: number): number | undefined {
    if (!(isTransientStatus(reply) && attempt < retries)) return undefined;
    const askedMs = retryAfterMs({ serverClock }, reply);
    if (askedMs !== undefined) return askedMs <= LONGEST_PAUSE_MS ? askedMs : undefined;
    return randomFraction(host) * FIRST_PAUSE_MS * 2 ** attempt;
  }

  return {
    now: serverClock.now,
    async send(call, sign, { repeatable = REPEATABLE.test(call.method), ...options } = {}) {
      const signal = call.rest.signal ?? undefined;
      const asked = signal ? { ...options, signal } : options;
      let credentials = await resolver.get(asked);
      let isRepaired = !call.isReplayable;
      for (let attempt = 0; ; ) {
        const signedSkewMs = serverClock.skewMs();
        const headers = await sign(call, credentials, serverClock.now());
        const reply = await sendOnce(call, headers);
        const refusal = await readRefusal(reply);
        let isWorthIt = false;
        if (refusal === "credentials") {
          resolver.invalidate(credentials);
          const fresh = isRepaired ? credentials : await resolver.get(asked);
          isWorthIt = !isSameKey(fresh, credentials);
          credentials = fresh;
        } else if (refusal === "clock") {
          isWorthIt = Math.abs(serverClock.skewMs() - signedSkewMs) > NOTABLE_SKEW_MS;
        }
        const isRepair = isWorthIt && !isRepaired;
        const waitMs = repeatable && call.isReplayable ? pauseMs(reply, attempt) : undefined;
        if (!isRepair && waitMs === undefined) return checkRedirect(call, reply);
        await discardBody(reply);
        if (isRepair) isRepaired = true;
        else attempt++;
        if (waitMs) await host.clock.sleep(waitMs, signal);
      }
    },
  };
}

function isSameKey(a: Credentials, b: Credentials): boolean {
  return (
    a.accessKeyId === b.accessKeyId &&
    a.accessKeySecret === b.accessKeySecret &&
    a.securityToken === b.securityToken
  );
}
