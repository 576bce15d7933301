/**
 * Bounded HTTP: timeouts per attempt and overall, a size cap, no redirects, retries with full jitter.
 *
 * @module
 */
import { withDeadline } from "./deadline.ts";
import { AlicredError, RefusedError, UnavailableError } from "./errors.ts";
import { type BodyReader, type FetchResponse, type Host, randomFraction } from "./host.ts";
import type { ResolveContext } from "./source.ts";

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT";
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
  /** Limit of one attempt, the reading of its body included. Default: 5,000. */
  readonly attemptTimeoutMs?: number;
  /** Limit of all attempts and the pauses between them. Default: 12,000. */
  readonly timeoutMs?: number;
  /** The largest body accepted, in bytes. Default: 65,536. */
  readonly maxBytes?: number;
  /** How often a transient failure is tried again; give 0 for a call that must not be repeated. Default: 2. */
  readonly retries?: number;
  /** Longest pause before the first retry, doubled for each one after it. Default: 200. */
  readonly pauseMs?: number;
  /** Whether a reply is worth another try, where the status alone does not tell. Default: by the status. */
  readonly isTransient?: (response: HttpResponse) => boolean;
  /** What a reply asks for beyond `Retry-After`, in milliseconds, where the service has a header of its own. */
  readonly retryAfterMs?: (response: HttpResponse) => number | undefined;
}

const TRANSIENT_STATUS: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

function hasTransientStatus({ status }: HttpResponse): boolean {
  return TRANSIENT_STATUS.has(status);
}

/**
 * Sends a request, made anew for each attempt, and returns the reply, whatever its status below 300 or above 399.
 * A reply with 429, 500, 502, 503 or 504, a network error and a timeout are tried again; the last such reply is returned.
 *
 * @throws {AlicredError} `NETWORK_ERROR`, `UPSTREAM_TIMEOUT`, `REDIRECT_REFUSED` or `RESPONSE_TOO_LARGE`. Messages
 *   name the origin only, for a path or query may hold a token.
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
    retries = 2,
    pauseMs = 200,
    isTransient = hasTransientStatus,
  } = policy;
  const { clock } = context.host;
  const deadlineMs = clock.now() + timeoutMs;
  for (let attempt = 0; ; attempt++) {
    const request = await makeRequest(attempt);
    const limitMs = Math.min(attemptTimeoutMs, deadlineMs - clock.now());
    let outcome: HttpResponse | AlicredError;
    try {
      outcome = await attemptOnce(context, request, limitMs, maxBytes);
    } catch (thrown) {
      context.signal.throwIfAborted();
      if (!(thrown instanceof AlicredError && thrown.retryable)) throw thrown;
      outcome = thrown;
    }
    const transient = outcome instanceof AlicredError || isTransient(outcome);
    const asked =
      outcome instanceof AlicredError
        ? undefined
        : (policy.retryAfterMs?.(outcome) ?? retryAfterMs(context, outcome));
    const waitMs = asked ?? randomFraction(context.host) * pauseMs * 2 ** attempt;
    if (!transient || attempt >= retries || clock.now() + waitMs >= deadlineMs) {
      if (outcome instanceof AlicredError) throw outcome;
      return outcome;
    }
    await clock.sleep(waitMs, context.signal);
  }
}

/** The pause that a reply's `Retry-After` asks for, in seconds or as a date (RFC 9110, section 10.2.3). */
export function retryAfterMs(
  context: ResolveContext,
  response: Pick<HttpResponse, "headers">,
): number | undefined {
  const value = response.headers.get("retry-after");
  if (value === null) return undefined;
  // Every form of a date begins with the day's name; `Date.parse` reads one out of "1.5" and "-5" too.
  const isDate = /^[a-z]/i.test(value);
  const seconds = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  const ms = isDate ? Date.parse(value) - context.serverClock.now() : seconds * 1000;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** What a service says about an error beside the status; each is kept only when it has the shape of an identifier. */
export interface ServiceFailure {
  readonly serverCode?: unknown;
  readonly requestId?: unknown;
  readonly retryAfterMs?: number | undefined;
  /** Whether the service's code says that the same call may succeed later; overrides what the status says. */
  readonly retryable?: boolean | undefined;
  /** What the user can do about it: a sentence. */
  readonly hint?: string | undefined;
}

/** The error for a reply that is not a success: throttled, unavailable or refused, by its status. */
export function statusError(
  source: string,
  what: string,
  status: number,
  failure: ServiceFailure = {},
): AlicredError {
  const serverCode = identifier(failure.serverCode);
  const details = {
    source,
    status,
    serverCode,
    requestId: identifier(failure.requestId),
    retryAfterMs: failure.retryAfterMs,
  };
  const said = `${what} answered ${status}${serverCode === undefined ? "" : ` ${serverCode}`}`;
  const { hint, retryable = status === 429 || status >= 500 } = failure;
  if (!retryable) {
    return new RefusedError(
      "UPSTREAM_REFUSED",
      `${said}. ${hint ?? "Check the identity and its permissions."}`,
      details,
    );
  }
  return status >= 500
    ? new UnavailableError("UPSTREAM_UNAVAILABLE", `${said}. ${hint ?? "Try again later."}`, details)
    : new UnavailableError(
        "UPSTREAM_THROTTLED",
        `${said}: too many requests. ${hint ?? "Try again later."}`,
        details,
      );
}

function identifier(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w.-]{1,80}$/.test(value) ? value : undefined;
}

async function attemptOnce(
  { host, signal, serverClock }: ResolveContext,
  { url, method, headers = {}, body }: HttpRequest,
  timeoutMs: number,
  maxBytes: number,
): Promise<HttpResponse> {
  const origin = originOf(url);
  const timeoutError = (): AlicredError =>
    new UnavailableError(
      "UPSTREAM_TIMEOUT",
      `${origin} did not answer within ${timeoutMs} ms. Check the network path to it.`,
    );
  return withDeadline(
    host.clock,
    timeoutMs,
    signal,
    async (attemptSignal) => {
      const sentAtMs = host.clock.now();
      const init = {
        method,
        headers,
        redirect: "manual" as const,
        signal: attemptSignal,
        ...(body !== undefined && { body }),
      };
      const response = await reach(host, url, init, origin);
      const { status } = response;
      serverClock.observe(response.headers.get("date"), sentAtMs, host.clock.now());
      // A browser shows a redirect that was not followed as status 0.
      if (status === 0 || (status >= 300 && status < 400)) {
        await letGo(response.body?.getReader());
        throw new RefusedError(
          "REDIRECT_REFUSED",
          `${origin} answered with a redirect, which is never followed with credentials at stake. Give the final address.`,
          { status },
        );
      }
      return { status, headers: response.headers, text: await readText(response, maxBytes, origin) };
    },
    timeoutError,
  );
}

async function reach(
  host: Host,
  url: string,
  init: Parameters<Host["fetch"]>[1],
  origin: string,
): Promise<FetchResponse> {
  const { fetch } = host;
  try {
    return await fetch(url, init);
  } catch (thrown) {
    throw networkError(thrown, origin);
  }
}

async function readText(response: FetchResponse, maxBytes: number, origin: string): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return "";
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((thrown: unknown) => {
      throw networkError(thrown, origin);
    });
    if (done) return text + decoder.decode();
    size += value?.length ?? 0;
    if (size > maxBytes) {
      await letGo(reader);
      throw new RefusedError(
        "RESPONSE_TOO_LARGE",
        `${origin} answered with more than ${maxBytes} bytes. Check that the address is the right service.`,
      );
    }
    text += decoder.decode(value, { stream: true });
  }
}

// Frees the connection. That it fails changes nothing.
async function letGo(reader: BodyReader | undefined): Promise<void> {
  await reader?.cancel().catch(() => undefined);
}

function networkError(thrown: unknown, origin: string): AlicredError {
  const codes = [thrown, (thrown as { cause?: unknown } | null)?.cause].map((error) =>
    identifier((error as { code?: unknown } | null | undefined)?.code),
  );
  const code = codes.find((each) => each !== undefined);
  return new UnavailableError(
    "NETWORK_ERROR",
    `${origin} could not be reached${code === undefined ? "" : ` (${code})`}. Check the address, the network and any proxy.`,
  );
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : "the given address";
}
