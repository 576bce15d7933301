/**
 * The common parts of the two versions of OSS signatures.
 *
 * @module
 */
import type { Digests } from "@alicred/core";
import type { SigningKey } from "@alicred/sts";
import type { Resource } from "./place.ts";

/** A request to sign. */
export interface OssRequest {
  readonly method: string;
  readonly url: string;
  /** `content-type`, `content-md5` and every `x-oss-` header are signed. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A request as a signature reads it. */
export interface OssCall {
  /** In upper case. */
  readonly method: string;
  readonly resource: Resource;
  /** Decoded, in the order of the query. */
  readonly parameters: readonly (readonly [string, string])[];
  /** Names in lower case, values trimmed. */
  readonly headers: Readonly<Record<string, string>>;
  /** Names of headers, in lower case, that version 4 signs besides those that it always signs. */
  readonly additional: readonly string[];
}

/** The life of a presigned URL, in epoch milliseconds of whole seconds. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** A version of the signatures of OSS: `ossV4` or `ossV1`. */
export interface OssSignature {
  /** How long a URL or a form may live, in milliseconds. */
  readonly longestMs: number;
  /** The headers to add to a request. */
  headers(call: OssCall, key: SigningKey, nowMs: number, digests: Digests): Promise<Record<string, string>>;
  /** The parameters to add to a URL. */
  parameters(call: OssCall, key: SigningKey, span: Span, digests: Digests): Promise<Record<string, string>>;
  /**
   * The fields of a form, besides its own.
   *
   * @param makePolicy makes the policy's JSON from the conditions that the signature asks for
   */
  fields(
    region: string,
    key: SigningKey,
    nowMs: number,
    makePolicy: (conditions: readonly Readonly<Record<string, string>>[]) => string,
    digests: Digests,
  ): Promise<Record<string, string>>;
}
