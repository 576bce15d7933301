import {
  type HttpRequest,
  type HttpResponse,
  InvalidAnswerError,
  type ResolveContext,
  retryAfterMs,
  sendRequest,
} from "@alicred/core";
import { hex } from "./encoding.ts";
import { isThrottling, readFailure, type StsFailure, stsError } from "./errors.ts";
import { parseJson, type ReplyReader, replyReader } from "./json.ts";
import type { Stamp } from "./signing.ts";

export interface StsCall {
  /** The operation: `AssumeRole`. */
  readonly action: string;
  /** Whose call it is, in errors. */
  readonly source: string;
  /** Makes the request of one attempt. */
  readonly makeRequest: (stamp: Stamp) => Promise<HttpRequest>;
}

// All attempts and the pauses between them; with room to spare within the time of one refresh.
const LIMIT_MS = 12_000;
const PAUSE_MS = 400;

/** Why a refused call is made once more, and how often at most. */
const REPEATS = { skew: 1, nonce: 1, throttled: 2 } as const;

/**
 * Makes one call of STS, each attempt with a time and a nonce of its own. Transient failures are tried again. A call
 * refused for its timestamp is repeated once when the reply's `Date` shows that this machine's clock is wrong.
 *
 * @throws {AlicredError} as `sendRequest` does; by the reply's error code; `RESPONSE_MALFORMED`.
 */
export async function callSts(context: ResolveContext, call: StsCall): Promise<ReplyReader> {
  const { action, source, makeRequest } = call;
  const { host, serverClock, signal } = context;
  const deadlineMs = host.clock.now() + LIMIT_MS;
  const repeats = { skew: 0, nonce: 0, throttled: 0 };
  for (;;) {
    let signedSkewMs = 0;
    const reply = await sendRequest(
      context,
      () => {
        signedSkewMs = serverClock.skewMs();
        return makeRequest({ timestampMs: serverClock.now(), nonce: hex(host.random(16)) });
      },
      { timeoutMs: deadlineMs - host.clock.now(), retryAfterMs: vendorRetryAfterMs },
    );
    if (reply.status < 300) return readReply(source, action, reply);

    const failure = readFailure(reply);
    const askedMs = vendorRetryAfterMs(reply) ?? retryAfterMs(context, reply);
    const reason = reasonToRepeat(failure, serverClock.skewMs() !== signedSkewMs);
    const waitMs = reason === "throttled" ? (askedMs ?? pauseMs(context, repeats.throttled)) : 0;
    if (reason === undefined || repeats[reason] >= REPEATS[reason] || host.clock.now() + waitMs >= deadlineMs)
      throw stsError(source, action, failure, askedMs);
    repeats[reason] += 1;
    if (reason === "skew") warnOfSkew(context);
    if (waitMs > 0) await host.clock.sleep(waitMs, signal);
  }
}

function reasonToRepeat({ status, code }: StsFailure, skewLearnt: boolean): keyof typeof REPEATS | undefined {
  if (code === "InvalidTimeStamp.Expired" && skewLearnt) return "skew";
  if (code === "SignatureNonceUsed") return "nonce";
  // With a status of its own kind, throttling was tried again already.
  if (isThrottling(code) && status < 429) return "throttled";
  return undefined;
}

function warnOfSkew(context: ResolveContext): void {
  const seconds = Math.round(context.serverClock.skewMs() / 1000);
  const off = `${Math.abs(seconds)} s ${seconds > 0 ? "behind" : "ahead of"} the time of STS`;
  context.warn(`This machine's clock is ${off}. The request was signed again with that time; set the clock.`);
}

/** The pause that the service's own header asks for, in milliseconds. */
function vendorRetryAfterMs({ headers }: HttpResponse): number | undefined {
  const value = headers.get("x-acs-retry-after");
  return value !== null && /^\d+$/.test(value) ? Number(value) : undefined;
}

function pauseMs({ host }: ResolveContext, repeats: number): number {
  const [byte = 0] = host.random(1);
  return ((byte + 1) / 256) * PAUSE_MS * 2 ** repeats;
}

function readReply(source: string, action: string, { text, status }: HttpResponse): ReplyReader {
  const reply = parseJson(text);
  if (reply !== undefined) return replyReader(source, `STS ${action}`, reply);
  const message = `STS ${action} answered ${status}, but not with a JSON object. Check that the endpoint is one of STS, and that no proxy answers in its place.`;
  throw new InvalidAnswerError("RESPONSE_MALFORMED", message, { source, status });
}
