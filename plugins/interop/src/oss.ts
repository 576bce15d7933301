/**
 * Object storage (OSS): a `fetch` that signs, presigned URLs, and forms for uploads by browsers.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { webHost } from "@alicred/core/host/web";
 * import { ossFetch, ossUrl, presign } from "@alicred/interop/oss";
 * import { edge } from "@alicred/presets/edge";
 * import { env, waitUntil } from "cloudflare:workers";
 *
 * const host = webHost({ env, waitUntil });
 * const resolver = refreshing(edge(), { host });
 * const photos = { bucket: "photos", region: "cn-hangzhou", cname: "https://assets.example.com" };
 * const oss = ossFetch(resolver, { host, fetch, ...photos });
 * const reply = await oss(ossUrl(photos, "2026/a b.jpg"), { method: "PUT", body: "…" });
 * const { url } = await presign(resolver, { host, ...photos, key: "2026/a b.jpg" });
 * ```
 *
 * @module
 */
import type { Resolver } from "@alicred/core";
import { readCallLazily } from "./call.ts";
import { checkAddress } from "./hosts.ts";
import { ossUrl, readResource } from "./oss/place.ts";
import { type OssSigningOptions, signOss } from "./oss/sign.ts";
import { createSender, type SendingOptions, type SigningCallOptions } from "./sending.ts";

export { ossError } from "./oss/errors.ts";
export { type FormCondition, type PresignedForm, type PresignFormOptions, presignForm } from "./oss/form.ts";
export { type OssPlace, ossUrl, type Resource } from "./oss/place.ts";
export {
  type PresignedEnd,
  type PresignedUrl,
  type PresignLife,
  type PresignOptions,
  presign,
} from "./oss/presign.ts";
export { type OssSigningOptions, type SignOssOptions, signOss } from "./oss/sign.ts";
export type { OssCall, OssRequest, OssSignature, Span } from "./oss/signature.ts";
export { ossV1 } from "./oss/v1.ts";
export { ossV4 } from "./oss/v4.ts";
export type { SendingOptions, SigningCallOptions } from "./sending.ts";

export interface OssFetchOptions extends SendingOptions, OssSigningOptions {
  /**
   * The largest body of a form or a `Request`, in bytes: those are held in memory. Other bodies are sent as they are,
   * whatever their size. Default: 10,485,760.
   */
  readonly maxBodyBytes?: number | undefined;
}

/** Called like `fetch`; the third argument is for what belongs to the request that is served. */
export interface OssFetch {
  (input: Request | URL | string, init?: RequestInit, options?: SigningCallOptions): Promise<Response>;
  /** The service's time in epoch milliseconds, as far as replies have told it; for `presign`. */
  readonly now: () => number;
}

/**
 * Makes a `fetch` that signs each request to OSS with the resolver's current credentials. Buckets at the hosts of OSS need
 * no more than their URL; a custom domain or another endpoint is named in the options, with the bucket and its region.
 * `ossUrl` makes the URLs.
 *
 * When OSS rejects the credentials, the resolver forgets that snapshot, and the request is sent once more if it then has
 * another. When the reply shows that this machine's clock is off, the request is sent once more with the service's time.
 * After 429 and 5xx a request that may be repeated is sent again, `retries` times. A body that is a stream is sent once.
 * Any other reply is the caller's, whatever its status: `ossError` says what it means.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for a place that cannot be; and from the `fetch` for plain HTTP to another
 *   machine, a host that is not one of OSS or of the place, and a body above `maxBodyBytes`.
 * @throws {RefusedError} `REDIRECT_REFUSED`
 * @throws {AlicredError} from `resolver.get()`; the reason of an aborted `signal`; anything that `fetch` throws.
 * @see https://www.alibabacloud.com/help/en/oss/developer-reference/list-of-operations-by-function
 */
export function ossFetch(resolver: Resolver, options: OssFetchOptions): OssFetch {
  const { maxBodyBytes = 10_485_760 } = options;
  const sender = createSender(resolver, options);
  const hasOwn = options.cname !== undefined || options.endpoint !== undefined;
  // Reading it has checked that it is safe.
  const ownOrigin = hasOwn ? new URL(ossUrl(options)).origin : undefined;
  const send = async (
    input: Request | URL | string,
    init: RequestInit = {},
    callOptions?: SigningCallOptions,
  ): Promise<Response> => {
    const call = await readCallLazily(input, init, maxBodyBytes);
    const address = new URL(call.url);
    if (address.origin !== ownOrigin) {
      readResource(address, options);
      checkAddress(address, []);
    }
    return sender.send(
      call,
      (each, key, timestampMs) => signOss(each, key, { ...options, timestampMs }),
      callOptions,
    );
  };
  return Object.assign(send, { now: sender.now });
}
