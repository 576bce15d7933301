import { decodeBase64 } from "../../cloud/world/spellings.ts";
import { isPlaceholder, kindOfName, SECRET_FORMS, tokensIn } from "./secret-kinds.ts";
import { createVault } from "./vault.ts";

/**
 * Replaces secrets in what goes between clients and a service. A secret is recognized by the name that it stands at, by
 * its form, or because it looks like a token; from then on it is replaced everywhere, in any spelling, and equal secrets
 * by the same text.
 */
export interface Redaction {
  /** A body, or any other text, without its secrets. Signatures of forms are left out. */
  text(text: string): string;
  /** An address without its secrets and signatures. */
  address(url: string): string;
  /** The value of a header without its secrets; of a credential without its signature. */
  header(name: string, value: string): string;
  /** The placeholder of a text that is secret as a whole. */
  whole(secret: string, kind: string): string;
  /** A value that went through here before, without what has turned out to be a secret since. */
  again<Value>(value: Value): Value;
}

const MOST_DEPTH = 6;
const IN_JSON = /"([\w.-]+)"(\s*:\s*)"((?:[^"\\]|\\.)*)"/g;
const IN_ESCAPED_JSON = /(\\+")([\w.-]+)(\\+"\s*:\s*\\+")(.*?)(?=\\+")/g;
const IN_XML = /<([\w:.-]+)((?:\s[^<>]*)?>(?:<!\[CDATA\[)?)([^<>\]]*)/g;
const IN_ATTRIBUTE = /(?<![\w:.-])([\w:.-]+)(\s*=\s*)(["'])([^"'<>]*)\3/g;
/** An entry of a file with settings, or a header in a text. */
const SETTING = /^([ \t]*(?:export[ \t]+|- )?)([\w.-]+)([ \t]*[:=][ \t]*)(.*)$/;
/** A name, and its value beside it, as inputs of pages and parameters of products have them. */
const PAIRS = [
  /(\bname\s*=\s*["'](?<name>[\w.-]+)["'][^<>]{0,500}?\bvalue\s*=\s*["'])([^"'<>]*)/gi,
  /((?:^|[?&])([\w.]*)(?:Key|Name)=(?<name>[^&\s]*)&\2Value=)([^&\s"']*)/gi,
  /("(\w*)(?:Key|Name)"\s*:\s*"(?<name>[^"\\]*)"\s*,\s*"\2Value"\s*:\s*")((?:[^"\\]|\\.)*)/gi,
  /(<(\w*)(?:Key|Name)>(?<name>[^<]*)<\/\2(?:Key|Name)>\s*<\2Value>)([^<]*)/gi,
];
const VALUE_BEFORE_NAME = /(\bvalue\s*=\s*["'])([^"'<>]*)(["'][^<>]{0,500}?\bname\s*=\s*["']([\w.-]+)["'])/gi;
/** Names that say nothing of what they name. */
const PLAIN_NAME = /^(?:value|data|content|text|string|raw|key)s?$/i;
const IN_FORM = /(^|[?&;,\s"'{])([\w.-]+)=([^&;,\s"'<>]*)/g;
const IN_PARTS = /(name="([\w.-]+)"\r?\n(?:[^\r\n]+\r?\n)*\r?\n)([^\r\n]*)/g;
const SIGNATURE = /([?&]|^)(?:x-oss-)?signature=[^&\s"]*(&|)/gi;
/** Headers whose values look like tokens and are none. */
const HASHES = /^(?:content-md5|etag|x-acs-content-sha256|x-oss-hash-.*)$/;
const BASE64_RUN = /[\w+/-]{16,}={0,2}/g;

export function createRedaction(): Redaction {
  const vault = createVault();

  /** Finds the secrets of a text, also within what is encoded in it: first those that have a name. */
  function learn(text: string, depth = 0): void {
    if (depth > MOST_DEPTH || text === "") return;
    replaceNamed(text);
    const json = parsed(text);
    if (json !== undefined) walk(json, undefined, depth);
    for (const decoded of encodedIn(text)) learn(decoded, depth + 1);
    // Of a text with percent signs, the decoded one: a part of a secret would else be taken for the whole.
    if (decodePercent(text) !== text && depth < MOST_DEPTH) return;
    for (const { kind, form } of SECRET_FORMS)
      for (const [secret] of text.matchAll(form)) vault.placeholderFor(secret, kind);
    for (const token of tokensIn(text)) vault.placeholderFor(token, "Token");
  }

  function walk(value: unknown, name: string | undefined, depth: number): void {
    if (typeof value === "string") {
      const kind = name === undefined ? undefined : kindOfName(name, false);
      if (kind !== undefined && value !== "") vault.placeholderFor(value, kind);
      else learn(value, depth + 1);
    } else if (Array.isArray(value)) for (const one of value) walk(one, name, depth);
    else if (value !== null && typeof value === "object")
      for (const [key, one] of Object.entries(value)) walk(one, nameOf(key, value, name), depth);
  }

  function named(name: string, value: string, decode: (text: string) => string, inAddress = false): string {
    const kind = kindOfName(name.replace(/^.*:/, ""), inAddress);
    if (kind === undefined || value === "" || isPlaceholder(value)) return value;
    return vault.placeholderFor(decode(value), kind);
  }

  /** Replaces the values of secret names where they stand, however short, and in what breaks off half-way. */
  function replaceNamed(text: string): string {
    return text
      .replace(IN_JSON, (_, name, colon, value) => `"${name}"${colon}"${named(name, value, unescapeJson)}"`)
      .replace(
        IN_ESCAPED_JSON,
        (_, open, name, colon, value) => open + name + colon + named(name, value, unescapeJson),
      )
      .replace(IN_XML, (_, name, open, value) => `<${name}${open}${named(name, value, unescapeXml)}`)
      .replace(
        IN_ATTRIBUTE,
        (_, name, sign, quote, value) => name + sign + quote + named(name, value, unescapeXml) + quote,
      )
      .replace(
        VALUE_BEFORE_NAME,
        (_, head, value, tail, name) => head + named(name, value, unescapeXml) + tail,
      )
      .replace(/^.+$/gm, inLine)
      .replace(IN_PARTS, (_, head, name, value) => head + named(name, value, asItIs, true))
      .replace(
        IN_FORM,
        (_, before, name, value) => `${before}${name}=${named(name, value, decodePercent, true)}`,
      )
      .replace(/^[\s\S]*$/, replacePairs);
  }

  /** Not by one pattern, which would take long for a long line. One with `&` is a form. */
  function inLine(line: string): string {
    const [, head = "", name = "", sign = "", rest = ""] = SETTING.exec(line) ?? [];
    if (rest.includes("&") || kindOfName(name, false) === undefined) return line;
    const value = rest
      .trim()
      .replace(/[,;]$/, "")
      .replace(/^(["'])(.*)\1$/, "$2");
    if (value === "" || /["']/.test(value)) return line;
    return head + name + sign + rest.replace(value, () => named(name, value, asItIs));
  }

  function replacePairs(text: string): string {
    return PAIRS.reduce(
      (out, pair) =>
        out.replace(pair, (...found) => {
          const { name } = found.at(-1) as { readonly name: string };
          const [head, value] = [String(found[1]), String(found.at(-4))];
          return head + named(decodePercent(name), value, decodePercent);
        }),
      text,
    );
  }

  function text(given: string): string {
    const unsigned = given.replace(SIGNATURE, (_, before: string, after: string) =>
      before === "&" ? after : before,
    );
    learn(unsigned);
    return withoutEscaped(vault.replace(replaceNamed(vault.replace(unsigned))));
  }

  /** JSON may write a character in ways that only a parser knows. */
  function withoutEscaped(json: string): string {
    const value = parsed(json);
    if (value === undefined) return json;
    let isClean = true;
    const replaced = mapTexts(value, (one) => {
      const out = vault.replace(one);
      if (out !== one) isClean = false;
      return out;
    });
    return isClean ? json : JSON.stringify(replaced);
  }

  function credential(value: string): string {
    const [, scheme = "", rest = ""] = /^(\S+)(?:\s+(.*))?$/s.exec(value) ?? [];
    if (rest === "") return vault.placeholderFor(value, "Token");
    if (/Credential=/.test(rest)) return `${scheme} ${text(rest.replace(/,?\s*Signature=[^,\s]*/i, ""))}`;
    if (/^(?:OSS|acs)$/i.test(scheme))
      return `${scheme} ${vault.placeholderFor(rest.replace(/:.*$/, ""), "AccessKeyId")}`;
    for (const part of scheme.toLowerCase() === "basic"
      ? decodeBase64(rest.replace(/=+$/, "")).split(":")
      : [])
      if (part !== "") vault.placeholderFor(part, "Password");
    return `${scheme} ${vault.placeholderFor(rest, "Token")}`;
  }

  return {
    text,
    address: text,
    header(name, value) {
      const lower = name.toLowerCase();
      if (lower === "authorization" || lower === "proxy-authorization") return credential(value);
      if (lower === "cookie" || lower === "set-cookie") {
        const pairs = lower === "cookie" ? /([^=;\s]+)=([^;]*)/g : /^([^=;\s]+)=([^;]*)/;
        return text(
          value.replace(
            pairs,
            (_, key, cookie) => `${key}=${cookie && vault.placeholderFor(cookie, "Cookie")}`,
          ),
        );
      }
      if (HASHES.test(lower)) return vault.replace(value);
      const kind = kindOfName(name, false);
      return kind === undefined || value === "" ? text(value) : vault.placeholderFor(value, kind);
    },
    whole: (secret, kind) => (secret === "" ? "" : vault.placeholderFor(secret, kind)),
    again: (value) => mapTexts(value, (one) => withoutEscaped(vault.replace(one))) as typeof value,
  };
}

/** The name that tells what a member is: its own, that of the object around it, or the one that stands beside it. */
function nameOf(key: string, around: object, outer: string | undefined): string | undefined {
  if (!PLAIN_NAME.test(key) && !/Value$/.test(key)) return key;
  const head = key.replace(/value$/i, "").toLowerCase();
  for (const [other, value] of Object.entries(around))
    if (typeof value === "string" && [`${head}key`, `${head}name`].includes(other.toLowerCase()))
      return value;
  return PLAIN_NAME.test(key) ? outer : key;
}

/** Texts that are written in another in an encoding, if they are texts. */
function encodedIn(text: string): readonly string[] {
  const found: string[] = [];
  found.push(decodePercent(text));
  if (/&(?:amp|lt|gt|quot|#)/.test(text)) found.push(unescapeXml(text));
  if (/\\["/u]/.test(text))
    found.push(...attempt(() => JSON.parse(`"${text.replaceAll(/(?<!\\)"/g, '\\"')}"`)));
  for (const [run] of text.matchAll(BASE64_RUN))
    found.push(
      ...attempt(() => {
        const bytes = Uint8Array.from(decodeBase64(run.replace(/=+$/, "")), (char) => char.charCodeAt(0));
        return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      }),
    );
  return found.filter(
    (inner) => inner !== text && inner.length > 0 && !/\p{Cc}/u.test(inner.replaceAll(/\s/g, "")),
  );
}

function attempt(decode: () => unknown): readonly string[] {
  try {
    const value = decode();
    return typeof value === "string" ? [value] : [];
  } catch {
    return [];
  }
}

function asItIs(text: string): string {
  return text;
}

/** Text that cannot be decoded stays. */
function decodePercent(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => attempt(() => decodeURIComponent(run))[0] ?? run);
}

function unescapeJson(text: string): string {
  return text.replace(/\\(?:u[0-9A-Fa-f]{4}|["\\/bfnrt])/g, (written) => String(JSON.parse(`"${written}"`)));
}

function unescapeXml(text: string): string {
  const names: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return text.replace(/&(?:(amp|lt|gt|quot|apos)|#(?:x([0-9a-f]+)|(\d+)));/gi, (_, name, hex, digits) => {
    if (name) return names[String(name).toLowerCase()] ?? "";
    return String.fromCodePoint(Math.min(hex ? Number.parseInt(hex, 16) : Number(digits), 0x10ffff));
  });
}

/** Objects and lists alone: any word of digits would parse as well. */
function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, change));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [change(key), mapTexts(one, change)]));
}
