import { SsoError } from "./errors.ts";

const defaultPageSize = 10;

/** One page of a list, with how to go on. */
export interface PageOf<T> {
  readonly items: readonly T[];
  readonly NextToken: string;
  readonly IsTruncated: boolean;
}

/**
 * The page that MaxResults and NextToken ask for; tokens are only good for the list of this name.
 *
 * @throws `SsoError` `InvalidParameter` for either.
 */
export function pageOf<T>(
  list: string,
  all: readonly T[],
  query: URLSearchParams,
  maxPageSize: number,
): PageOf<T> {
  const from = offsetOf(list, query.get("NextToken") ?? "", all.length);
  const asked = query.get("MaxResults") ?? "";
  const size = asked === "" ? Math.min(defaultPageSize, maxPageSize) : Number(asked);
  if (!Number.isInteger(size) || size < 1 || size > 100)
    throw new SsoError("InvalidParameter", { subject: "MaxResults" });
  const to = from + Math.min(size, maxPageSize);
  const isTruncated = to < all.length;
  return {
    items: all.slice(from, to),
    NextToken: isTruncated ? btoa(`${list} ${to}`) : "",
    IsTruncated: isTruncated,
  };
}

function offsetOf(list: string, token: string, length: number): number {
  if (token === "") return 0;
  const text = /^[A-Za-z0-9+/]+={0,2}$/.test(token) && token.length % 4 === 0 ? atob(token) : "";
  const offset = text.startsWith(`${list} `) ? Number(text.slice(list.length + 1)) : Number.NaN;
  if (Number.isInteger(offset) && offset > 0 && offset < length) return offset;
  throw new SsoError("InvalidParameter", { subject: "NextToken" });
}
