import {
  AlicredError,
  type HttpRequest,
  type HttpResponse,
  InvalidAnswerError,
  type ResolveContext,
  retryAfterMs,
  sendRequest,
  statusError,
  UnavailableError,
} from "@alicred/core";

/** Name of the source, in provenance, trace and errors. */
export const NAME = "ecs-ram-role";

/** What a source remembers of a metadata service. */
export interface Memory {
  /** The token, or that the service issues none. */
  token?: { readonly value: string | undefined; readonly untilMs: number } | undefined;
  /** Whether it ever answered. */
  answered: boolean;
  /** Until when it is taken to be absent. */
  absentUntilMs: number;
}

export interface Metadata {
  readonly origin: string;
  readonly memory: Memory;
  readonly allowsV1: boolean;
  readonly tokenTtlSeconds: number;
  /** Whether it is certain that there is a service: then it is tried more than once. */
  readonly certain: boolean;
}

const PATIENT = { attemptTimeoutMs: 1_000, timeoutMs: 4_000, retries: 2 } as const;
// On a machine without metadata nothing answers, and the wait is lost: a second in all, also when two requests are made.
const PROBE_MS = 1_000;
const TOKEN_MARGIN_MS = 60_000;
const NO_TOKENS_MS = 300_000;

/**
 * Reads metadata, with a token (version 2) that is reused until it expires, and renewed once when it is refused.
 *
 * @throws {AlicredError} what `sendRequest` throws, and for a token that is denied.
 * @see https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata
 */
export async function readMetadata(
  context: ResolveContext,
  metadata: Metadata,
  path: string,
): Promise<HttpResponse> {
  const { memory, origin, allowsV1 } = metadata;
  for (let renewed = false; ; renewed = true) {
    const token = await tokenOf(context, metadata);
    const headers: Record<string, string> =
      token === undefined ? {} : { "x-aliyun-ecs-metadata-token": token };
    const reply = await send(context, metadata, { method: "GET", url: origin + path, headers });
    if (reply.status !== 401 || token === undefined) return reply;
    memory.token = undefined;
    if (renewed) {
      if (!allowsV1) return reply;
      withoutTokens(context, metadata, "refuses its own tokens");
    }
  }
}

async function tokenOf(context: ResolveContext, metadata: Metadata): Promise<string | undefined> {
  const { memory, origin, allowsV1, tokenTtlSeconds } = metadata;
  const { clock } = context.host;
  const { token } = memory;
  if (token !== undefined && token.untilMs > clock.now() && (token.value !== undefined || allowsV1))
    return token.value;
  const nowMs = clock.now();
  const headers = { "x-aliyun-ecs-metadata-token-ttl-seconds": String(tokenTtlSeconds) };
  let reply: HttpResponse;
  try {
    reply = await send(context, metadata, { method: "PUT", url: `${origin}/latest/api/token`, headers });
  } catch (thrown) {
    // In a container the reply to this request may be held back by its hop limit, and no other.
    if (!allowsV1 || !isSilence(thrown)) throw thrown;
    return withoutTokens(context, metadata, "did not answer the request for a token");
  }
  const { status } = reply;
  if (status === 200) {
    const value = reply.text.trim();
    if (!/^[\x21-\x7e]{1,4096}$/.test(value)) throw malformed("a token that is none");
    const lifeMs = tokenTtlSeconds * 1000;
    memory.token = { value, untilMs: nowMs + Math.max(lifeMs - TOKEN_MARGIN_MS, lifeMs / 2) };
    return value;
  }
  if (status !== 404 && status !== 405) throw metadataError(context, reply);
  if (allowsV1) return withoutTokens(context, metadata, `answered ${status} to the request for a token`);
  throw metadataError(
    context,
    reply,
    'It issues no tokens. If it knows version 1 alone, allow that: imdsV1: "fallback", or ALIBABA_CLOUD_IMDSV1_DISABLED=false.',
  );
}

function withoutTokens(context: ResolveContext, { memory }: Metadata, why: string): undefined {
  context.warn(`The ECS metadata service ${why}; it is asked without one (version 1).`);
  memory.token = { value: undefined, untilMs: context.host.clock.now() + NO_TOKENS_MS };
}

async function send(
  context: ResolveContext,
  metadata: Metadata,
  request: HttpRequest,
): Promise<HttpResponse> {
  const { memory, certain, allowsV1, origin } = metadata;
  const isProbe = !certain && !memory.answered;
  const probe = { attemptTimeoutMs: allowsV1 ? PROBE_MS / 2 : PROBE_MS, retries: 0 };
  const reply = await sendRequest(context, () => request, isProbe ? probe : PATIENT);
  const { status } = reply;
  if (isProbe && (status === 502 || status === 504)) {
    const message = `A gateway answered ${status} for ${origin}: it could not reach it.`;
    throw new UnavailableError("NETWORK_ERROR", message, { source: NAME, status });
  }
  memory.answered = true;
  return reply;
}

/** Whether an error says that nothing is there, or nothing that answers. */
export function isSilence(thrown: unknown): boolean {
  return thrown instanceof AlicredError && /^(NETWORK_ERROR|UPSTREAM_TIMEOUT)$/.test(thrown.code);
}

/** The error for a reply with another status than 200. */
export function metadataError(context: ResolveContext, reply: HttpResponse, hint?: string): AlicredError {
  const { status } = reply;
  return statusError(NAME, "The ECS metadata service", status, {
    retryAfterMs: retryAfterMs(context, reply),
    hint:
      hint ??
      (status === 403
        ? "Metadata may be switched off for this instance, or a proxy forwards the request: exempt 100.100.100.200 from it."
        : undefined),
  });
}

export function malformed(what: string): AlicredError {
  const message = `The ECS metadata service answered with ${what}. Check that no proxy answers in its place.`;
  return new InvalidAnswerError("RESPONSE_MALFORMED", message, { source: NAME });
}
