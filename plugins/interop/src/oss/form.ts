/**
 * Forms by which a browser uploads to OSS directly (PostObject).
 *
 * @module
 */
import type { Resolver } from "@alicred/core";
import { webDigests } from "@alicred/plugin-kit";
import { invalid, ossUrl, readResource } from "./place.ts";
import { checkKey, grant, type PresignedEnd, type PresignLife } from "./presign.ts";
import { ossV4 } from "./v4.ts";

/** A condition on a field: `["eq", "$field", value]`, `["starts-with", "$field", prefix]`, `["in", "$field", values]`. */
export type FormCondition = readonly [
  operator: "eq" | "starts-with" | "in" | "not-in",
  field: `$${string}`,
  value: string | readonly string[],
];

export interface PresignFormOptions extends Omit<PresignLife, "additionalHeaders"> {
  /** The key of the object, or the beginning of the key that the uploader chooses and adds as the field `key`. */
  readonly key: string | { readonly startsWith: string };
  /** The largest file, in bytes. Without it anybody with the form stores 5 GB. */
  readonly maxBytes: number;
  /** The smallest file, in bytes. Default: 0. */
  readonly minBytes?: number | undefined;
  /**
   * Fields of the form that must stay as they are, such as `content-type`, `success_action_status`, `x-oss-meta-…`,
   * `x-oss-forbid-overwrite`. Default: none.
   */
  readonly fields?: Readonly<Record<string, string>> | undefined;
  /** Further conditions, on fields that the uploader adds. Default: none. */
  readonly conditions?: readonly FormCondition[] | undefined;
}

export interface PresignedForm extends PresignedEnd {
  /** Where the form is sent to, by `POST`. */
  readonly url: string;
  /** Its fields, to be sent before `file`, which must be the last. With a session they hold the token: do not log them. */
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * A form by which somebody without a key uploads one object, within the policy that the options make. Its end is that of
 * `presign`.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for a place, a key, a size or a life that cannot be.
 * @throws {AlicredError} as `presign`
 * @see https://www.alibabacloud.com/help/en/oss/developer-reference/postobject
 */
export async function presignForm(resolver: Resolver, options: PresignFormOptions): Promise<PresignedForm> {
  const { bucket, key, minBytes = 0, maxBytes, fields = {}, conditions = [], signature = ossV4 } = options;
  const { digests = webDigests } = options.host;
  const isBeginning = typeof key !== "string" && typeof key?.startsWith === "string";
  checkKey(options, isBeginning ? "any" : key);
  if (
    !Number.isSafeInteger(minBytes) ||
    minBytes < 0 ||
    !Number.isSafeInteger(maxBytes) ||
    maxBytes < minBytes
  )
    throw invalid("minBytes, maxBytes: are not two sizes in this order. Correct them.");
  const url = ossUrl(options);
  // Refuses a key that no URL can name.
  ossUrl(options, typeof key === "string" ? key : key.startsWith);
  const { region } = readResource(new URL(url), options);
  const { credentials, span, end } = await grant(resolver, signature, options);
  const keyCondition: unknown =
    typeof key === "string" ? { key } : (["starts-with", "$key", key.startsWith] satisfies FormCondition);
  const makePolicy = (own: readonly Readonly<Record<string, string>>[]): string =>
    JSON.stringify({
      expiration: new Date(span.endMs).toISOString(),
      conditions: [
        { bucket },
        ...own,
        keyCondition,
        ["content-length-range", minBytes, maxBytes],
        ...Object.entries(fields).map(([name, value]) => ({ [name]: value })),
        ...conditions,
      ],
    });
  const added = await signature.fields(region, credentials, span.startMs, makePolicy, digests);
  return { ...end, url, fields: { ...(typeof key === "string" && { key }), ...fields, ...added } };
}
