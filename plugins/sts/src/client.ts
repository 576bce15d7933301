import {
  type HttpRequest,
  type HttpResponse,
  type ResolveContext,
  retryAfterMs,
  sendRequest,
} from "@alicred/core";
import { hex } from "./encoding.ts";
import { selectEndpoint } from "./endpoint.ts";
import { isThrottling, readFailure, stsError } from "./errors.ts";
import { type JsonObject, readJsonReply } from "./json.ts";
import type { StsCallOptions } from "./options.ts";
import { acs3Signature, type StsOperation } from "./signature.ts";
import type { SigningKey, Stamp } from "./signing.ts";

// All attempts and the pauses between them; with room to spare within the time of one refresh.
const LIMIT_MS = 12_000;
// What is learnt from one reply to the next wavers by a second or so.
const NOTABLE_SKEW_MS = 60_000;

/** Calls an operation that needs a signature, as `callSts` does. */
export function callSigned(
  context: ResolveContext,
  key: SigningKey,
  operation: StsOperation,
  options: StsCallOptions,
): Promise<JsonObject> {
  const { signature = acs3Signature } = options;
  return callSts(context, operation.action, options, (origin, stamp) =>
    signature(origin, operation, key, stamp),
  );
}

/**
 * Makes one call of STS, each attempt with a time and a nonce of its own. Transient failures are tried again. A call
 * refused for its timestamp is repeated once when the reply's `Date` shows that this machine's clock is wrong, and one
 * whose nonce was used already with a new one.
 *
 * @param makeRequest makes the request of one attempt
 * @throws {AlicredError} as `sendRequest` does; by the reply's error code; `RESPONSE_MALFORMED`.
 */
export async function callSts(
  context: ResolveContext,
  action: string,
  options: StsCallOptions,
  makeRequest: (origin: string, stamp: Stamp) => HttpRequest | Promise<HttpRequest>,
): Promise<JsonObject> {
  const { source = "sts" } = options;
  const { host, serverClock } = context;
  const what = `STS ${action}`;
  const origin = selectEndpoint(context, options);
  const deadlineMs = host.clock.now() + LIMIT_MS;
  for (let repeated = false; ; repeated = true) {
    let signedSkewMs = 0;
    const reply = await sendRequest(
      context,
      () => {
        signedSkewMs = serverClock.skewMs();
        return makeRequest(origin, { timestampMs: serverClock.now(), nonce: hex(host.random(16)) });
      },
      {
        timeoutMs: deadlineMs - host.clock.now(),
        isTransient: (reply) => reply.status >= 500 || reply.status === 429 || isThrottling(reply),
        retryAfterMs: vendorRetryAfterMs,
      },
    );
    if (reply.status < 300) return readJsonReply(reply, source, what);

    const { code } = readFailure(reply);
    const learntMs = Math.abs(serverClock.skewMs() - signedSkewMs);
    const skewed = code === "InvalidTimeStamp.Expired" && learntMs > NOTABLE_SKEW_MS;
    if (repeated || !(skewed || code === "SignatureNonceUsed"))
      throw stsError(source, what, reply, vendorRetryAfterMs(reply) ?? retryAfterMs(context, reply));
    if (skewed) warnOfSkew(context);
  }
}

function warnOfSkew({ serverClock, warn }: ResolveContext): void {
  const seconds = Math.round(serverClock.skewMs() / 1000);
  const off = `${Math.abs(seconds)} s ${seconds > 0 ? "behind" : "ahead of"} the time of STS`;
  warn(`This machine's clock is ${off}, by which the request was signed again. Set the clock.`);
}

/** The pause that the service's own header asks for, in milliseconds. */
function vendorRetryAfterMs({ headers }: HttpResponse): number | undefined {
  const value = headers.get("x-acs-retry-after") ?? "";
  return /^\d+$/.test(value) ? Number(value) : undefined;
}
