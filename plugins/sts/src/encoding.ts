export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Percent-encoding of everything outside the unreserved characters of RFC 3986, section 2.3, in upper case. */
export function percentEncode(text: string): string {
  // encodeURIComponent leaves five reserved characters alone.
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) =>
    `%${char.charCodeAt(0).toString(16)}`.toUpperCase(),
  );
}

/**
 * `name=value` pairs joined by `&`, sorted by name; absent values are left out. Canonical for both signatures, and a
 * valid query or form body.
 */
export function encodeParameters(parameters: Iterable<readonly [string, string | undefined]>): string {
  return [...parameters]
    .sort(byName)
    .flatMap(([name, value]) => (value === undefined ? [] : `${percentEncode(name)}=${percentEncode(value)}`))
    .join("&");
}

/** Orders pairs by the code units of their names. */
export function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** ISO 8601 in UTC with whole seconds: `2026-01-07T08:00:00Z`. */
export function timestamp(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+/, "");
}
