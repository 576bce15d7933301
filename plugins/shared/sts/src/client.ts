import type { HttpResponse, ResolveContext } from "@alicred/core";
import { isTransientStatus, retryAfterMs, sendRequest } from "@alicred/core";
import { type JsonObject, readJsonReply } from "@alicred/plugin-kit";
import { type EndpointOptions, type EndpointPath, selectEndpoint } from "./endpoint.ts";
import { callerOf, isThrottling, readFailure, stsError } from "./errors.ts";
import { createNonce, type Signature, type StsOperation, type StsSignature } from "./signatures.ts";

/** How long to wait for STS. */
export interface CallLimits {
  /** Limit of one attempt, in milliseconds. Default: 5,000. */
  readonly attemptTimeoutMs?: number | undefined;
  /** Limit of all attempts and their pauses, in milliseconds. A resolver has its own limit on top. Default: 12,000. */
  readonly timeoutMs?: number | undefined;
}

/** Which STS to call, how to sign, and how long to wait. */
export interface StsOptions extends EndpointOptions, CallLimits {
  /** `rpcSignature` for HMAC-SHA1, which older proxies and gateways know. Default: `acs3Signature`. */
  readonly signature?: StsSignature | undefined;
}

/** How errors and the trace name options and the caller. */
export interface CallerOptions {
  /** Where the key that signs came from: `profile "base"`. Default: what the trace notes of it. */
  readonly keyOrigin?: string | undefined;
  /** Says where an option came from, given a path such as `sts.region`. Default: `argument sts.region`. */
  readonly originOf?: ((option: EndpointPath) => string) | undefined;
}

/** Options of a call made by a source. */
export interface StsCallOptions extends StsOptions, CallerOptions {}

/** A change of the skew, in milliseconds, for which a call is signed again. From reply to reply it varies by about a second. */
export const NOTABLE_SKEW_MS = 60_000;

/** The body of a reply, and how errors about it name it. */
export interface StsReply {
  readonly body: JsonObject;
  readonly what: string;
}

/**
 * Makes one call of STS, each attempt with a time and a nonce of its own. Transient failures are tried again. A call
 * that was refused for its timestamp is repeated once if the reply's `Date` shows that this machine's clock is wrong;
 * so is one whose nonce was used already.
 *
 * @throws {AlicredError} as `sendRequest` does; by the reply's error code; `RESPONSE_MALFORMED`.
 */
export async function callSts<Key>(
  context: ResolveContext,
  operation: StsOperation,
  key: Key,
  sign: Signature<Key>,
  options: StsCallOptions,
): Promise<StsReply> {
  const { host, serverClock } = context;
  const what = `STS ${operation.action}`;
  const origin = selectEndpoint(context, options, options.originOf);
  // The service's own header counts milliseconds.
  const pauseMs = (reply: HttpResponse): number | undefined =>
    Number(reply.headers.get("x-acs-retry-after")) || retryAfterMs(context, reply);
  for (let repeated = false; ; repeated = true) {
    let signedSkewMs = 0;
    const reply = await sendRequest(
      context,
      () => {
        signedSkewMs = serverClock.skewMs();
        const stamp = { timestampMs: serverClock.now(), nonce: createNonce(host) };
        return sign(origin, operation, key, stamp, host);
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
