export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/**
 * `name=value` pairs joined by `&`, sorted by name; absent values are left out. Canonical for both signatures, and a
 * valid query or form body.
 */
export function encodeParameters(parameters: Readonly<Record<string, string | undefined>>): string {
  const sorted = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) sorted.append(name, value);
  return canonicalQuery(sorted);
}

/** The same in one order and one spelling. */
export function canonicalQuery(parameters: URLSearchParams): string {
  parameters.sort();
  return unreserved(parameters.toString());
}

/** URL-encoded text in the spelling of RFC 3986, section 2.3, which differs from that of `URL` in three characters. */
export function unreserved(encoded: string): string {
  return encoded.replaceAll("+", "%20").replaceAll("*", "%2A").replaceAll("%7E", "~");
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
