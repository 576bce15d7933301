const PLAIN = /^[\w.~-]*$/;
/** Characters that only `encodeURIComponent` leaves as they are. */
const LEFT_BY_URI = /[!'()*]/g;

/** Percent-encoding of RFC 3986: only letters, digits and `-_.~` stay as they are. */
export function percentEncode(text: string): string {
  if (PLAIN.test(text)) return text;
  return encodeAnything(text).replace(LEFT_BY_URI, escaped);
}

/** Parameters in the order and the spelling in which they are signed. */
export function canonicalParams(params: readonly (readonly [string, string])[]): string {
  let text = "";
  for (const [name, value] of isSorted(params) ? params : params.toSorted(byName)) {
    text += `${text && "&"}${percentEncode(name)}=${percentEncode(value)}`;
  }
  return text;
}

/** Clients that sign in this order mostly send in it too. */
function isSorted(params: readonly (readonly [string, string])[]): boolean {
  let before = "";
  for (const [name] of params) {
    if (byCodePoint(before, name) > 0) return false;
    before = name;
  }
  return true;
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return byCodePoint(a, b);
}

function escaped(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}

function encodeAnything(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\uFFFD"));
  }
}

/** Order of names by their UTF-8 bytes, which is the order of code points. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/**
 * Code units in the order of the code points that they belong to: halves of surrogate pairs stand for those above
 * U+FFFF.
 */
function rank(codeUnit: number): number {
  return codeUnit >= 0xd800 && codeUnit <= 0xdfff ? codeUnit + 0x10000 : codeUnit;
}
