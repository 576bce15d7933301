/**
 * Redacts texts that alicred did not write, because they may quote a secret.
 *
 * @module
 */

/** Stands for what is not shown. */
export const NOT_SHOWN = "[not shown]";

/** A message is read by people; a body that slipped into one is not. */
const LONGEST_MESSAGE = 300;

/** In characters. For more than some ten thousand an engine may throw, with all of them in its message. */
const LONGEST_PATTERN = 4_096;

/**
 * The first line of a foreign message, without the known secrets, without whatever looks like a secret, a body or an
 * address's path, and without control characters. Empty when nothing of it may be shown.
 *
 * @param secrets those that are known, whatever they look like
 */
export function presentable(message: string, secrets: Iterable<string>): string {
  const [line = ""] = hideAll(message, secrets).split(/[\r\n\u2028\u2029]/);
  const shown = line
    // JSON and markup: the content of a reply or a file.
    .replace(/[{<].*/, NOT_SHOWN)
    .replace(/(\bhttps?:\/\/)(?:[^\s/?#]*@)?([^\s/?#"'`)]*)[^\s"'`)]*/gi, "$1$2")
    // In quotes a name may stand, but no text. The line may end before the quote does.
    .replace(/(?<!\w)(["'`]).*?(\1(?!\w)|$)/g, (all) => (/^(.)[\w.@$/-]+\1$/.test(all) ? all : NOT_SHOWN))
    // A scheme or several pairs may come first.
    .replace(/((?:authorization|cookie)\w*["'`]?\s*[:=]\s*).*/i, `$1${NOT_SHOWN}`)
    .replace(
      /((?:secret|token|pass|pwd|key|signature)\w*["'`]?\s*[:=]\s*|\bbearer\s+)(?!\[not shown])(bearer\s+)?\S+/gi,
      `$1${NOT_SHOWN}`,
    );
  return hideTokens(shown)
    .replace(/[\p{Cc}\p{Cf}]+/gu, " ")
    .slice(0, LONGEST_MESSAGE)
    .trim();
}

/**
 * The text without these others, in any case up to 4,096 characters, raw or as JSON escapes them; the longest first,
 * because it may hold a shorter one.
 */
export function hideAll(text: string, others: Iterable<string>): string {
  return [...others]
    .flatMap((each) => [each, JSON.stringify(each).slice(1, -1)])
    .filter((each) => each.length <= text.length)
    .sort((a, b) => b.length - a.length)
    .reduce((hidden, each) => hidden.replaceAll(patternOf(each), NOT_SHOWN), text);
}

function patternOf(text: string): string | RegExp {
  return text.length > LONGEST_PATTERN ? text : new RegExp(text.replace(/\W/g, "\\$&"), "gi");
}

/** The text without its token-like words. */
export function hideTokens(text: string): string {
  return text.replace(/[^\s"'`(),;<>[\]{}]+/g, (word) => (isTokenLike(word) ? NOT_SHOWN : word));
}

/**
 * Whether a word may be a secret or a part of one, such as a key, a token or the Base64, hexadecimal or
 * percent-encoded form of anything; rather than English, a name in code, a host name, a number.
 */
export function isTokenLike(word: string): boolean {
  const odd = word.split(/[^a-z\d]/i).filter((piece) => !isPlain(piece));
  return /%[\da-f]{2}/i.test(word) || odd.length > 1 || odd.some((piece) => piece.length > 5);
}

/** Words and names in code, also with a number (`sha256`, `RS256`, `imdsV1`), and numbers that are no key. */
function isPlain(piece: string): boolean {
  // `accessKeyId` has 2 of 11; Base64 has one in four.
  const capitals = piece.match(/[a-z][A-Z]/g) ?? [];
  return (
    /^([a-z]{0,24}|[a-z]{1,10}\d{1,4}|\d{1,9})$/i.test(piece) && capitals.length <= (piece.length + 3) / 6
  );
}
