import { authorizeAcs3 } from "./acs3-authorization.ts";
import { canonicalQuery, unreserved, utf8 } from "./encoding.ts";
import type { SigningKey, Stamp } from "./signing.ts";

const SIGNED = /^(content-type$|x-acs-)/;

/** A request to sign, with every header that is to be covered. */
export interface Acs3Request {
  readonly method: string;
  readonly url: string;
  /** `x-acs-action` and `x-acs-version`, and `content-type` when there is a body. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
}

/**
 * Signs a request by ACS3-HMAC-SHA256. The signature covers the host, the content type and every `x-acs-` header.
 *
 * @returns the headers to send, names in lower case: those given, the signature's own and `authorization`. Without
 *   `host`, which `fetch` derives from the URL.
 * @see https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
 */
export async function signAcs3(
  request: Acs3Request,
  key: SigningKey,
  stamp: Stamp,
): Promise<Record<string, string>> {
  const { method, url, headers, body = "" } = request;
  const { host, pathname, searchParams } = new URL(url);
  // `Headers` makes names lower case, and trims values.
  const given = [...new Headers(headers)];
  const authorizing = await authorizeAcs3(
    {
      method: method.toUpperCase(),
      host,
      path: unreserved(pathname),
      query: canonicalQuery(searchParams),
      headers: Object.fromEntries(given.filter(([name]) => SIGNED.test(name))),
      body: typeof body === "string" ? utf8(body) : body,
    },
    key,
    stamp,
  );
  return { ...Object.fromEntries(given), ...authorizing };
}
