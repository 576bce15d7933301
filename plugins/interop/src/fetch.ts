/**
 * A `fetch` that signs, for calling any OpenAPI (ACS3-HMAC-SHA256), and OSS and Log Service (SLS) at their own hosts.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { webHost } from "@alicred/core/host/web";
 * import { signingFetch } from "@alicred/interop/fetch";
 * import { edge } from "@alicred/presets/edge";
 * import { env, waitUntil } from "cloudflare:workers";
 *
 * const host = webHost({ env, waitUntil });
 * const call = signingFetch(refreshing(edge(), { host }), { host, fetch });
 * const headers = { "x-acs-action": "GetCallerIdentity", "x-acs-version": "2015-04-01" };
 * const reply = await call("https://sts.cn-hangzhou.aliyuncs.com/", { method: "POST", headers });
 * ```
 *
 * @module
 */
import type { Resolver } from "@alicred/core";
import { createNonce, signAcs3 } from "@alicred/sts";
import { readCall, readCallLazily } from "./call.ts";
import { checkAddress } from "./hosts.ts";
import { isOssHost } from "./oss/place.ts";
import { signOss } from "./oss/sign.ts";
import { createSender, type SendingOptions, type SigningCallOptions } from "./sending.ts";
import { isSlsHost, signSls } from "./sls.ts";

export type { SendingOptions, SigningCallOptions } from "./sending.ts";
export { type SignSlsOptions, type SlsRequest, signSls } from "./sls.ts";

/** Called like `fetch`; the third argument is for what belongs to the request that is served. */
export type SigningFetch = (
  input: Request | URL | string,
  init?: RequestInit,
  options?: SigningCallOptions,
) => Promise<Response>;

export interface SigningFetchOptions extends SendingOptions {
  /** The largest body accepted, in bytes: it is held in memory, because the signature covers it. Default: 10,485,760. */
  readonly maxBodyBytes?: number | undefined;
  /**
   * Hosts that requests are signed for besides those of Alibaba Cloud and of this machine, with their port where they have
   * one, such as an endpoint of one's own. Default: none.
   */
  readonly hosts?: readonly string[] | undefined;
  /**
   * The region of those hosts of OSS and Log Service that do not name theirs, such as `log-global.aliyuncs.com`. Default:
   * none; a request to them is refused.
   */
  readonly region?: string | undefined;
}

/**
 * Makes a `fetch` that signs each request with the resolver's current credentials. Name the operation by the headers
 * `x-acs-action` and `x-acs-version`. Answers in JSON are asked for unless an `accept` header says otherwise. Requests to
 * the hosts of OSS and of Log Service are signed as those services have it; `ossFetch` also knows custom domains and other
 * endpoints.
 *
 * When the service rejects the credentials (`InvalidSecurityToken…`, `InvalidAccessKeyId…`), the resolver forgets that
 * snapshot, and the request is sent once more if it then has another. When the service finds the time stamp expired and
 * its `Date` shows that this machine's clock is off, the request is sent once more with the service's time. After 429 and
 * 5xx a request that may be repeated is sent again, `retries` times. Any other reply is the caller's, whatever its status.
 *
 * A signed request never follows a redirect: with `redirect: "manual"` the caller gets the reply, otherwise an error.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for plain HTTP to another machine, a host that is not one of Alibaba Cloud
 *   nor listed in `hosts`, without a region where the signature has one, and for a body above `maxBodyBytes`.
 * @throws {RefusedError} `REDIRECT_REFUSED`
 * @throws {AlicredError} from `resolver.get()`; the reason of an aborted `signal`; anything that `fetch` throws.
 * @see https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
 */
export function signingFetch(resolver: Resolver, options: SigningFetchOptions): SigningFetch {
  const { host, maxBodyBytes = 10_485_760, hosts = [], region } = options;
  const sender = createSender(resolver, options);
  return async (input, init, callOptions) => {
    const address = new URL(input instanceof Request ? input.url : input);
    checkAddress(address, hosts);
    if (isOssHost(address.hostname)) {
      const call = await readCallLazily(input, init ?? {}, maxBodyBytes);
      return sender.send(
        call,
        (each, key, timestampMs) => signOss(each, key, { timestampMs, host, region }),
        callOptions,
      );
    }
    const { headers, ...read } = await readCall(input, init ?? {}, maxBodyBytes);
    const call = { ...read, headers: { accept: "application/json", ...headers } };
    if (isSlsHost(address.hostname))
      return sender.send(
        call,
        (each, key, timestampMs) => signSls(each, key, { timestampMs, host, region }),
        callOptions,
      );
    return sender.send(
      call,
      (each, key, timestampMs) => signAcs3(each, key, { timestampMs, nonce: createNonce(host) }, host),
      callOptions,
    );
  };
}
