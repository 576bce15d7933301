import type { AlicredError, Host, HttpRequest, HttpResponse, ResolveContext } from "@alicred/core";
import { InvalidAnswerError, RefusedError, sendRequest, statusError, UnavailableError } from "@alicred/core";
import { printable, readVariable } from "@alicred/plugin-kit";

/** The state that a source keeps of a metadata service. */
export interface Memory {
  token: string;
  tokenUntilMs: number;
  /** Whether it ever answered. */
  answered: boolean;
  /** Until when it is assumed to be absent. */
  absentUntilMs: number;
}

/** The options that concern tokens. */
export interface MetadataTokenOptions {
  /**
   * The reaction to a service that issues no tokens, as one that knows only version 1 does: `fallback` asks without a
   * token, `never` fails. `ALIBABA_CLOUD_IMDSV1_DISABLED` set to `true` means `never`, whatever is set here.
   * Default: `never`, unless that variable is set to `false`.
   */
  readonly imdsV1?: "never" | "fallback" | undefined;
  /** Lifetime of a metadata token in seconds, 1 to 21,600; it is reused until then. Default: 21,600. */
  readonly tokenTtlSeconds?: number | undefined;
}

/** A metadata service, as a source knows it. */
export interface MetadataService {
  readonly origin: string;
  readonly memory: Memory;
  /** Whether it is certain to exist: then it is tried more than once. */
  readonly certain: boolean;
}

/** Reads the text at a path; `undefined` if it is empty or missing. */
export type ReadMetadata = (path: string) => Promise<string | undefined>;

/** The name of the service in messages. */
export const SERVICE = "The ECS metadata service";
/** A hint for when something else seems to answer. */
export const PROXY_HINT = "Check that no proxy is in between.";
/** The statuses by which a service that issues no tokens answers the request for one. */
const NO_TOKENS: readonly number[] = [404, 405];

/**
 * A reader of metadata. It uses a token (version 2) until that is about to expire, and renews it once when it is refused.
 * The reader throws the errors of `sendRequest`, and for a refusal.
 *
 * @see https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata
 */
export function metadataReader(
  context: ResolveContext,
  { imdsV1, tokenTtlSeconds = 21_600 }: MetadataTokenOptions,
  { origin, memory, certain }: MetadataService,
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
    // On a machine without metadata nothing answers, and the wait is wasted: a second in all, even with two requests.
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
      // In a container the hop limit may hold back the reply to this request, and to no other.
      if (allowsV1 && isNoAnswer(thrown)) return undefined;
      throw thrown;
    });
    if (reply?.status === 200) {
      const token = reply.text.trim();
      if (!printable.accepts(token)) {
        const message = `${SERVICE} returned an invalid token. ${PROXY_HINT}`;
        throw new InvalidAnswerError("RESPONSE_MALFORMED", message);
      }
      memory.token = token;
      // Nine tenths of its life, so that it cannot expire on the way.
      memory.tokenUntilMs = clock.now() + tokenTtlSeconds * 900;
      return;
    }
    const hasTokens = !reply || !NO_TOKENS.includes(reply.status);
    // A responder that never issued a token may not be the metadata service.
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

/** Whether an error says that nothing answered. */
export function isNoAnswer(thrown: unknown): boolean {
  return thrown instanceof UnavailableError && thrown.status === undefined;
}

/** Whether an error says that something other than a metadata service answered: it has no tokens, or redirects. */
export function isNotMetadataService(thrown: unknown): thrown is RefusedError {
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

/** The value of an environment variable that is `true` or `false`, in lower case. */
export function switchOf(host: Host, variable: string): string | undefined {
  return readVariable(host, [variable])?.value.toLowerCase();
}
