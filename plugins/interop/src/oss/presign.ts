/**
 * URLs and forms that are signed now and used later by somebody without a key.
 *
 * @module
 */
import type { Credentials, GetOptions, Host, Resolver } from "@alicred/core";
import { InvalidAnswerError } from "@alicred/core";
import { webDigests } from "@alicred/plugin-kit";
import { encodePair, invalid, ossUrl } from "./place.ts";
import { type OssSigningOptions, readOssCall } from "./sign.ts";
import type { OssSignature, Span } from "./signature.ts";
import { ossV4 } from "./v4.ts";

/** How long the result is to live, and the call's own `signal`, `waitUntil` and `input`. */
export interface PresignLife extends OssSigningOptions, Pick<GetOptions, "signal" | "waitUntil" | "input"> {
  /** The resolver's own host. */
  readonly host: Pick<Host, "clock" | "digests">;
  /** The service's time in epoch milliseconds: `now` of an `ossFetch`, where this machine's clock may be off. Default: the host's. */
  readonly now?: (() => number) | undefined;
  /** The life wished for, in milliseconds, in whole seconds; with version 4 up to 7 days. Default: 600,000. */
  readonly expiresInMs?: number | undefined;
  /**
   * The life demanded, in milliseconds: a session with less is renewed first, and the call fails if the new one has less
   * too. Default: 1,000.
   */
  readonly minExpiresInMs?: number | undefined;
}

export interface PresignOptions extends PresignLife {
  /** The object's key, not encoded. */
  readonly key: string;
  /** Default: `GET`. */
  readonly method?: "GET" | "HEAD" | "PUT" | "POST" | "DELETE" | undefined;
  /** Headers that the request must have exactly so, such as `content-type` of a `PUT`. Default: none. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Parameters of the request, such as `response-content-disposition` or `x-oss-process`. Default: none. */
  readonly parameters?: Readonly<Record<string, string | undefined>> | undefined;
}

/** When something presigned ends. */
export interface PresignedEnd {
  /** End of validity in epoch milliseconds: never after the session's. */
  readonly expiresAtMs: number;
  /** Whether that is earlier than wished for, because the session ends. */
  readonly isShortened: boolean;
}

export interface PresignedUrl extends PresignedEnd {
  readonly method: string;
  /** Anyone who has it may send the request until it ends. Do not log it: with a session it holds the token. */
  readonly url: string;
  /** The headers that must be sent with it. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A URL for one request of somebody without a key, such as a download by a browser or an upload by `PUT`.
 *
 * It ends with the session that signs it, whatever was wished for: `isShortened` says so. OSS ends it then without asking
 * the URL.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for a place, a key or a life that cannot be.
 * @throws {AlicredError} from `resolver.get()`: `MIN_TTL_UNAVAILABLE` where no session lives for `minExpiresInMs`;
 *   `CREDENTIALS_EXPIRED` if the session is over by this machine's clock.
 */
export async function presign(resolver: Resolver, options: PresignOptions): Promise<PresignedUrl> {
  const { key, method = "GET", headers = {}, parameters, signature = ossV4 } = options;
  const { digests = webDigests } = options.host;
  checkKey(options, key);
  const url = ossUrl(options, key, parameters);
  const call = readOssCall({ method, url, headers }, options);
  const { credentials, span, end } = await grant(resolver, signature, options);
  const added = await signature.parameters(call, credentials, span, digests);
  const query = Object.entries(added).map(([name, value]) => encodePair(name, value));
  const { host: _, ...sent } = call.headers;
  return { ...end, method, url: `${url}${url.includes("?") ? "&" : "?"}${query.join("&")}`, headers: sent };
}

/** The credentials for something presigned, and how long it lives with them. */
export async function grant(
  resolver: Resolver,
  { longestMs }: OssSignature,
  { host, now = () => host.clock.now(), signal, waitUntil, input, ...life }: PresignLife,
): Promise<{ readonly credentials: Credentials; readonly span: Span; readonly end: PresignedEnd }> {
  const { expiresInMs = 600_000, minExpiresInMs = 1_000 } = life;
  checkLife("expiresInMs", expiresInMs, longestMs);
  checkLife("minExpiresInMs", minExpiresInMs, expiresInMs);
  const asked = { ...(signal && { signal }), ...(waitUntil && { waitUntil }), input };
  const credentials = await resolver.get({ ...asked, minTtlMs: minExpiresInMs });
  const startMs = wholeSeconds(now());
  const wishedMs = startMs + wholeSeconds(expiresInMs);
  const endMs = wholeSeconds(Math.min(wishedMs, credentials.expiresAtMs ?? wishedMs));
  if (endMs <= startMs)
    throw new InvalidAnswerError(
      "CREDENTIALS_EXPIRED",
      "The session is over by this machine's clock. Set the clock, or pass the service's time as now.",
      { source: "oss", retryable: false },
    );
  const end = { expiresAtMs: endMs, isShortened: endMs < wishedMs };
  return { credentials, span: { startMs, endMs }, end };
}

/**
 * A key that a program in JavaScript forgot would otherwise sign a request for the whole bucket.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` without a bucket or a key
 */
export function checkKey({ bucket }: OssSigningOptions, key: unknown): void {
  if (bucket === undefined || typeof key !== "string" || key === "")
    throw invalid("bucket or key: is missing. Name both.");
}

function checkLife(name: string, ms: number, mostMs: number): void {
  if (ms >= 1_000 && ms <= mostMs) return;
  throw invalid(`${name}: is not a number of milliseconds from 1000 to ${mostMs}. Correct it.`);
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
