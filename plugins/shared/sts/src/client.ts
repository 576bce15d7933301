import {
  type HttpResponse,
  isTransientStatus,
  type ResolveContext,
  retryAfterMs,
  sendRequest,
} from "@alicred/core";
import { type JsonObject, readJsonReply } from "@alicred/plugin-kit";
import { selectEndpoint } from "./endpoint.ts";
import { callerOf, isThrottling, readFailure, stsError } from "./errors.ts";
import type { CallerOptions, CallLimits, EndpointOptions } from "./options.ts";
import type { Signature, StsOperation } from "./signature.ts";
import { createNonce } from "./signing.ts";

// What is learnt from one reply to the next wavers by a second or so.
const NOTABLE_SKEW_MS = 60_000;

/** The body of a reply, and how errors about it name it. */
export interface StsReply {
  readonly body: JsonObject;
  readonly what: string;
}

/**
 * Makes one call of STS, each attempt with a time and a nonce of its own. Transient failures are tried again. A call
 * refused for its timestamp is repeated once when the reply's `Date` shows that this machine's clock is wrong, and one
 * whose nonce was used already with a new one.
 *
 * @throws {AlicredError} as `sendRequest` does; by the reply's error code; `RESPONSE_MALFORMED`.
 */
export async function callSts<Key>(
  context: ResolveContext,
  operation: StsOperation,
  key: Key,
  sign: Signature<Key>,
  options: EndpointOptions & CallLimits & CallerOptions,
): Promise<StsReply> {
  const { host, serverClock } = context;
  const what = `STS ${operation.action}`;
  const origin = selectEndpoint(context, options);
  // The service's own header counts milliseconds.
  const pauseMs = (reply: HttpResponse): number | undefined =>
    Number(reply.headers.get("x-acs-retry-after")) || retryAfterMs(context, reply);
  for (let repeated = false; ; repeated = true) {
    let signedSkewMs = 0;
    const reply = await sendRequest(
      context,
      () => {
        signedSkewMs = serverClock.skewMs();
        return sign(origin, operation, key, { timestampMs: serverClock.now(), nonce: createNonce(host) });
      },
      {
        attemptTimeoutMs: options.attemptTimeoutMs,
        timeoutMs: options.timeoutMs,
        isTransient: (reply) => isTransientStatus(reply) || isThrottling(reply),
        retryAfterMs: pauseMs,
      },
    );
    if (reply.status < 300) return { body: readJsonReply(reply, what), what };

    const { serverCode } = readFailure(reply);
    const learntMs = Math.abs(serverClock.skewMs() - signedSkewMs);
    const skewed = serverCode === "InvalidTimeStamp.Expired" && learntMs > NOTABLE_SKEW_MS;
    if (repeated || !(skewed || serverCode === "SignatureNonceUsed"))
      throw stsError(
        context,
        what,
        reply,
        pauseMs(reply),
        callerOf(context, key, operation.parameters["RoleArn"], options.keyOrigin),
      );
    if (skewed) {
      const seconds = Math.round(serverClock.skewMs() / 1000);
      context.warn(`Set this machine's clock. It is off by ${seconds} s.`);
    }
  }
}
