import {
  type HttpRequest,
  type HttpResponse,
  InvalidAnswerError,
  type ResolveContext,
  retryAfterMs,
  sendRequest,
} from "@alicred/core";
import { hex } from "./encoding.ts";
import { isThrottling, readFailure, stsError } from "./errors.ts";
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
// What is learnt from one reply to the next wavers by a second or so.
const NOTABLE_SKEW_MS = 60_000;

/**
 * Makes one call of STS, each attempt with a time and a nonce of its own. Transient failures are tried again. A call
 * refused for its timestamp is repeated once when the reply's `Date` shows that this machine's clock is wrong, and one
 * whose nonce was used already with a new one.
 *
 * @throws {AlicredError} as `sendRequest` does; by the reply's error code; `RESPONSE_MALFORMED`.
 */
export async function callSts(context: ResolveContext, call: StsCall): Promise<ReplyReader> {
  const { action, source, makeRequest } = call;
  const { host, serverClock } = context;
  const deadlineMs = host.clock.now() + LIMIT_MS;
  for (let repeated = false; ; repeated = true) {
    let signedSkewMs = 0;
    const reply = await sendRequest(
      context,
      () => {
        signedSkewMs = serverClock.skewMs();
        return makeRequest({ timestampMs: serverClock.now(), nonce: hex(host.random(16)) });
      },
      { timeoutMs: deadlineMs - host.clock.now(), isTransient, retryAfterMs: vendorRetryAfterMs },
    );
    if (reply.status < 300) return readReply(source, action, reply);

    const failure = readFailure(reply);
    const learntMs = Math.abs(serverClock.skewMs() - signedSkewMs);
    const skewed = failure.code === "InvalidTimeStamp.Expired" && learntMs > NOTABLE_SKEW_MS;
    if (repeated || !(skewed || failure.code === "SignatureNonceUsed")) {
      throw stsError(source, action, failure, vendorRetryAfterMs(reply) ?? retryAfterMs(context, reply));
    }
    if (skewed) warnOfSkew(context);
  }
}

// STS says that it throttles with the status 400.
function isTransient(reply: HttpResponse): boolean {
  return (
    reply.status >= 500 ||
    reply.status === 429 ||
    (reply.status >= 400 && isThrottling(readFailure(reply).code))
  );
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

function readReply(source: string, action: string, { text, status }: HttpResponse): ReplyReader {
  const reply = parseJson(text);
  if (reply !== undefined) return replyReader(source, `STS ${action}`, reply);
  const message = `STS ${action} answered ${status}, but not with a JSON object. Check that the endpoint is one of STS, and that no proxy answers in its place.`;
  throw new InvalidAnswerError("RESPONSE_MALFORMED", message, { source, status });
}
