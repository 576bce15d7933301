import {
  type AlicredError,
  type HttpRequest,
  type HttpResponse,
  InvalidAnswerError,
  RefusedError,
  type ResolveContext,
  sendRequest,
  statusError,
  UnavailableError,
} from "@alicred/core";
import { printable } from "@alicred/plugin-kit";
import { type EcsRamRoleOptions, switchOf } from "./options.ts";

/** What a source remembers of a metadata service. */
export interface Memory {
  token: string;
  tokenUntilMs: number;
  /** Whether it ever answered. */
  answered: boolean;
  /** Until when it is taken to be absent. */
  absentUntilMs: number;
}

/** Reads the text at a path; `undefined` where there is none. */
export type ReadMetadata = (path: string) => Promise<string | undefined>;

/** The service, in messages. */
export const SERVICE = "The ECS metadata service";
/** What to check when something else seems to answer. */
export const PROXY_HINT = "Check that no proxy is in between.";
/** How a service that issues no tokens answers the request for one. */
const NO_TOKENS: readonly number[] = [404, 405];

/**
 * A reader of metadata. It uses a token (version 2) until that is about to expire, and renews it once when it is refused.
 * The reader throws what `sendRequest` throws, and for a refusal.
 *
 * @param certain whether it is certain that there is a service: then it is tried more than once
 * @see https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata
 */
export function metadataReader(
  context: ResolveContext,
  { imdsV1, tokenTtlSeconds = 21_600 }: EcsRamRoleOptions,
  origin: string,
  memory: Memory,
  certain: boolean,
): ReadMetadata {
  const { clock } = context.host;
  const v1Disabled = switchOf(context.host, "ALIBABA_CLOUD_IMDSV1_DISABLED");
  const allowsV1 = v1Disabled !== "true" && (imdsV1 ? imdsV1 === "fallback" : v1Disabled === "false");
  let usesV1 = false;

  async function send(
    method: HttpRequest["method"],
    path: string,
    headers: Record<string, string>,
  ): Promise<HttpResponse> {
    // On a machine without metadata nothing answers, and the wait is lost: a second in all, also with two requests.
    const isProbe = !certain && !memory.answered;
    const attemptTimeoutMs = isProbe && allowsV1 ? 500 : 1_000;
    const policy = { attemptTimeoutMs, retries: isProbe ? 0 : 2 };
    const reply = await sendRequest(context, () => ({ method, url: origin + path, headers }), policy);
    memory.answered = true;
    return reply;
  }

  function useV1(): void {
    context.warn(`${SERVICE} did not issue a usable token; falling back to version 1.`);
    usesV1 = true;
  }

  async function renewToken(): Promise<void> {
    const headers = { "x-aliyun-ecs-metadata-token-ttl-seconds": `${tokenTtlSeconds}` };
    const reply = await send("PUT", "/latest/api/token", headers).catch((thrown: unknown) => {
      // In a container the reply to this request may be held back by its hop limit, and no other.
      if (allowsV1 && isSilence(thrown)) return undefined;
      throw thrown;
    });
    if (reply?.status === 200) {
      const token = reply.text.trim();
      if (!printable[0](token)) {
        const message = `${SERVICE} returned an invalid token. ${PROXY_HINT}`;
        throw new InvalidAnswerError("RESPONSE_MALFORMED", message);
      }
      memory.token = token;
      // Nine tenths of its life: it must not end on the way.
      memory.tokenUntilMs = clock.now() + tokenTtlSeconds * 900;
      return;
    }
    const hasTokens = !reply || !NO_TOKENS.includes(reply.status);
    // Who never gave a token, and knows of none, may be anybody at this address.
    if (!hasTokens && !memory.token) memory.answered = false;
    if (reply && (hasTokens || !allowsV1)) throw metadataError(context, reply);
    useV1();
  }

  return async (path) => {
    for (let isRenewed = false; ; isRenewed = true) {
      if (!usesV1 && clock.now() >= memory.tokenUntilMs) await renewToken();
      const headers = usesV1 ? {} : { "x-aliyun-ecs-metadata-token": memory.token };
      const reply = await send("GET", path, headers);
      const { status } = reply;
      if (status === 200) return reply.text;
      if (status === 404) return undefined;
      if (status !== 401 || usesV1 || (isRenewed && !allowsV1)) throw metadataError(context, reply);
      memory.tokenUntilMs = 0;
      if (isRenewed) useV1();
    }
  };
}

/** Whether an error says that nothing is there, or nothing that answers. */
export function isSilence(thrown: unknown): boolean {
  return thrown instanceof UnavailableError && thrown.status === undefined;
}

/** Whether an error says that somebody answers, but no metadata service: it knows of no tokens, or leads elsewhere. */
export function isStranger(thrown: unknown): thrown is RefusedError {
  return (
    thrown instanceof RefusedError &&
    (thrown.code === "REDIRECT_REFUSED" || NO_TOKENS.includes(thrown.status ?? 0))
  );
}

function metadataError(context: ResolveContext, reply: HttpResponse): AlicredError {
  const { status } = reply;
  const hint = NO_TOKENS.includes(status)
    ? 'Version 1 needs imdsV1: "fallback", or ALIBABA_CLOUD_IMDSV1_DISABLED=false.'
    : `Check that metadata is switched on. ${PROXY_HINT}`;
  return statusError(context, SERVICE, reply, {
    hint: status < 429 ? hint : undefined,
  });
}
