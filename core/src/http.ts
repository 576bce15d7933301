/**
 * Bounded HTTP: timeouts per attempt and overall, a size cap, no redirects, retries with full jitter.
 *
 * @module
 */

import { LATE_MS, withDeadline } from "./deadline.ts";
import type { ErrorCode } from "./error-codes.ts";
import { AlicredError, RefusedError, safeIdentifier, UnavailableError } from "./errors.ts";
import { randomFraction } from "./host.ts";
import { networkError } from "./network-error.ts";
import { checkNumbers } from "./refresh/policy.ts";
import type { ResolveContext } from "./source.ts";
import { instantOf, monotonicMs } from "./time.ts";

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly text: string;
}

export interface HttpPolicy {
  /** Limit of one attempt, including reading the body. Default: 5,000. */
  readonly attemptTimeoutMs?: number | undefined;
  /** Limit of all attempts and the pauses between them. Default: 12,000. */
  readonly timeoutMs?: number | undefined;
  /** The largest body accepted, in bytes. Default: 65,536. */
  readonly maxBytes?: number;
  /**
   * How often a transient failure is retried; 0 for a call that must not be repeated. Default: 2. None while the refresh
   * cache itself tries again and again (`context.isRetry`).
   */
  readonly retries?: number;
  /** Longest pause before the first retry, doubled for each one after it. Default: 200. */
  readonly pauseMs?: number;
  /** Whether a reply is worth another try, where the status alone does not tell. Default: by the status. */
  readonly isTransient?: (response: HttpResponse) => boolean;
  /** The pause that a reply asks for in a header other than `Retry-After`, in milliseconds. */
  readonly retryAfterMs?: (response: HttpResponse) => number | undefined;
}

/**
 * Sends a request, rebuilt for each attempt, and returns the reply, whatever its status unless that is a redirect.
 * A reply with 429 or 5xx, a network error and a timeout are retried; the last such reply is returned.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for a time limit that is not a number from 0 on.
 * @throws {AlicredError} `NETWORK_ERROR`, `UPSTREAM_TIMEOUT`, `REDIRECT_REFUSED` or `RESPONSE_TOO_LARGE`. Messages
 *   name only the origin, because a path or query may hold a token.
 */
export async function sendRequest(
  context: ResolveContext,
  makeRequest: (attempt: number) => HttpRequest | Promise<HttpRequest>,
  policy: HttpPolicy = {},
): Promise<HttpResponse> {
  const {
    attemptTimeoutMs = 5_000,
    timeoutMs = 12_000,
    maxBytes = 65_536,
    pauseMs = 200,
    isTransient = isTransientStatus,
  } = policy;
  checkNumbers({ attemptTimeoutMs, timeoutMs });
  const { host, signal } = context;
  const { clock } = host;
  const retries = context.isRetry ? 0 : (policy.retries ?? 2);
  let deadlineMs = monotonicMs(clock) + timeoutMs;
  for (let attempt = 0; ; attempt++) {
    const request = await makeRequest(attempt);
    const startedAtMs = monotonicMs(clock);
    const limitMs = Math.min(attemptTimeoutMs, deadlineMs - startedAtMs);
    const outcome = await attemptOnce(context, request, limitMs, maxBytes);
    // The time for which the process stood still does not count.
    const lateMs = monotonicMs(clock) - startedAtMs - limitMs;
    if (lateMs > LATE_MS) deadlineMs += lateMs;
    const isError = outcome instanceof AlicredError;
    const isTransientOutcome = isError ? outcome.retryable : isTransient(outcome);
    const askedMs = isError ? 0 : (policy.retryAfterMs?.(outcome) ?? retryAfterMs(context, outcome) ?? 0);
    // A plugin's own reading may be any number. After a pause of none, all clients would come back at once.
    const waitMs = askedMs > 0 ? askedMs : randomFraction(host) * pauseMs * 2 ** attempt;
    if (!isTransientOutcome || attempt >= retries || monotonicMs(clock) + waitMs >= deadlineMs) {
      if (isError) throw outcome;
      return outcome;
    }
    await clock.sleep(waitMs, signal);
  }
}

/** Whether a status says that the same request may succeed later. */
export function isTransientStatus({ status }: Pick<HttpResponse, "status">): boolean {
  return status === 429 || status >= 500;
}

/** The reply, or why there is none. Throws only the reason of the context's signal. */
async function attemptOnce(
  context: ResolveContext,
  { url, ...request }: HttpRequest,
  timeoutMs: number,
  maxBytes: number,
): Promise<HttpResponse | AlicredError> {
  const { fetch, clock } = context.host;
  const origin = URL.canParse(url) ? new URL(url).origin : "the address";
  const exchange = async (limited: AbortSignal): Promise<HttpResponse> => {
    const sentAt = instantOf(clock);
    const { status, headers, body } = await fetch(url, {
      headers: {},
      ...request,
      redirect: "manual",
      signal: limited,
    });
    context.serverClock.observe(headers, sentAt);
    const reader = body?.getReader();
    const refuse = async (code: ErrorCode, what: string): Promise<never> => {
      // Frees the connection. If that fails, nothing changes.
      await reader?.cancel().catch(() => undefined);
      throw new RefusedError(code, `${origin} answered with ${what}. Check the address.`, { status });
    };
    // A browser shows a redirect that was not followed as status 0; 304 leads nowhere.
    if (status === 0 || (status >= 300 && status < 400 && status !== 304))
      await refuse("REDIRECT_REFUSED", "a redirect");
    const decoder = new TextDecoder();
    let text = "";
    let size = 0;
    for (;;) {
      // Without a body, as at the end of one, there is no value.
      const { value } = (await reader?.read()) ?? {};
      if (!value) return { status, headers, text: text + decoder.decode() };
      size += value.length;
      if (size > maxBytes) await refuse("RESPONSE_TOO_LARGE", `more than ${maxBytes} bytes`);
      text += decoder.decode(value, { stream: true });
    }
  };
  try {
    return await withDeadline(clock, timeoutMs, context.signal, exchange, origin);
  } catch (thrown) {
    context.signal.throwIfAborted();
    return networkError(origin, thrown);
  }
}

/** The pause that a reply's `Retry-After` asks for, in seconds or as a date (RFC 9110, section 10.2.3). */
export function retryAfterMs(
  { serverClock }: Pick<ResolveContext, "serverClock">,
  response: Pick<HttpResponse, "headers">,
): number | undefined {
  const value = response.headers.get("retry-after") ?? "";
  // Every form of a date begins with the day's name; `Date.parse` reads one out of "1.5" and "-5" too.
  const ms = /^\d+$/.test(value)
    ? Number(value) * 1000
    : Date.parse(/^[a-z]/i.test(value) ? value : "") - serverClock.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** Details of a service's error besides the status. Values that do not look like names or codes are dropped. */
export interface ServiceFailure {
  readonly serverCode?: unknown;
  readonly requestId?: unknown;
  /** The pause that the reply asks for, in milliseconds. Default: by its `Retry-After`. */
  readonly retryAfterMs?: number | undefined;
  /** Whether the service's code says that the same call may succeed later; overrides what the status says. */
  readonly retryable?: boolean | undefined;
  /** A sentence about what the user can do. */
  readonly hint?: string | undefined;
}

/**
 * The error for a reply that is not a success: throttled, unavailable or refused, by its status. It keeps the pause that
 * `Retry-After` asks for.
 *
 * @param what names the service in the message: `Vault`
 */
export function statusError(
  context: ResolveContext,
  what: string,
  reply: Pick<HttpResponse, "status" | "headers">,
  failure: ServiceFailure = {},
): AlicredError {
  const { status } = reply;
  const { hint, retryable = isTransientStatus(reply) } = failure;
  const serverCode = safeIdentifier(failure.serverCode);
  const details = {
    status,
    serverCode,
    requestId: safeIdentifier(failure.requestId),
    retryAfterMs: failure.retryAfterMs ?? retryAfterMs(context, reply),
  };
  const said = `${what} answered ${status}${serverCode ? ` ${serverCode}` : ""}. `;
  if (retryable) {
    const code = status >= 500 ? "UPSTREAM_UNAVAILABLE" : "UPSTREAM_THROTTLED";
    return new UnavailableError(code, said + (hint ?? "Try again later."), details);
  }
  return new RefusedError(
    "UPSTREAM_REFUSED",
    said + (hint ?? "Check the identity and its permissions."),
    details,
  );
}
