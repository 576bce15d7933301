/**
 * The spellings that the signatures share.
 *
 * @module
 */

/** Percent-encodes each byte but the unreserved ones of RFC 3986. */
export function encode(text: string): string {
  // Most texts have nothing else, and this is the quickest way to know.
  if (/^[\w.~-]*$/.test(text)) return text;
  return encodeURIComponent(text).replace(/[!'()*]/g, percent);
}

function percent(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** The lines of the headers whose names pass, sorted. */
export function headerLines(
  headers: Readonly<Record<string, string>>,
  isSigned: (name: string) => boolean,
): string {
  const names = Object.keys(headers).filter(isSigned).sort();
  return names.map((name) => `${name}:${headers[name]}\n`).join("");
}

/** Sorted by name; the order of those with the same name stays. Names are ASCII, or the order is that of UTF-16. */
export function sortedByName<Pair extends readonly [string, string]>(
  pairs: readonly Pair[],
): readonly Pair[] {
  return [...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
