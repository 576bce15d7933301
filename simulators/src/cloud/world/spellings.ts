/**
 * A text as it is, percent-decoded once and twice, and whatever in these decodes from Base64, at any alignment, or from
 * hexadecimal.
 */
export function readings(text: string): ReadonlySet<string> {
  const once = decodePercent(text);
  const all = new Set([text, text.replaceAll("\\/", "/"), once, decodePercent(once)]);
  for (const plain of [...all]) {
    for (const [run] of plain.matchAll(/[A-Za-z0-9+/_-]{8,}/g))
      for (let offset = 0; offset < 4; offset++) {
        const decoded = decodeBase64(run.slice(offset));
        all.add(decoded).add(decodePercent(decoded));
      }
    for (const [run] of plain.matchAll(/(?:[0-9A-Fa-f]{2}){6,}[0-9A-Fa-f]?/g))
      all.add(decodeHex(run)).add(decodeHex(run.slice(1)));
  }
  return all;
}

/** As much of a long secret tells it from others. */
const TRACED_LENGTH = 256;

/**
 * A regular expression's source, found in every text one of whose {@link readings} holds the secret, and in some
 * others.
 */
export function traces(secret: string): string {
  // Not half of a character, which cannot be encoded.
  const head = secret.slice(0, TRACED_LENGTH).replace(/\p{Surrogate}/gu, "");
  const plain = [...new Set([head, encodeURIComponent(head)])].flatMap((form) => {
    const bytes = new TextEncoder().encode(form);
    return [escaped(form), hexTrace(bytes), ...[0, 1, 2].map((ahead) => base64Trace(bytes, ahead))];
  });
  return [...plain, "%[0-7][0-9A-Fa-f]"].join("|");
}

/** Text that was encoded, as it came. */
export function decodeBase64(run: string): string {
  const standard = run.replaceAll("-", "+").replaceAll("_", "/");
  return atob(standard.length % 4 === 1 ? standard.slice(0, -1) : standard);
}

function decodePercent(text: string): string {
  return text.replace(/(?:%[0-7][0-9A-Fa-f])+/g, (run) => decodeURIComponent(run));
}

function decodeHex(run: string): string {
  return run.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
}

/** The characters that Base64 of the bytes has wherever so many others come ahead of them. */
function base64Trace(bytes: Uint8Array, ahead: number): string {
  const whole = btoa("\0".repeat(ahead) + String.fromCharCode(...bytes));
  const core = whole.slice(Math.ceil((ahead * 8) / 6), Math.floor(((ahead + bytes.length) * 8) / 6));
  return core.replaceAll("+", "[+-]").replaceAll("/", "[/_]");
}

function hexTrace(bytes: Uint8Array): string {
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function escaped(text: string): string {
  return text.replace(/[^\w]/g, "\\$&").replaceAll("\\/", "\\\\?\\/");
}
