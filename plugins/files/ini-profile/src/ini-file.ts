/** The keys of one section, in small letters, and their values. Empty values count as absent. */
export type Section = Readonly<Record<string, string>>;

/**
 * The section of that name, if the text has one.
 *
 * The dialect is that of the official clients: Python's `configparser`, Go's `ini.v1`, Java's `ini4j`. No library for
 * JavaScript reads it: `ini` and its kin lose a section with a comment behind it, know no `key: value`, cut values at
 * `;` and `#`, and take dots and backslashes for syntax. This package's tests compare with Python's and Go's answers.
 */
export function findSection(text: string, name: string): Section | undefined {
  let found: Map<string, string> | undefined;
  let section: Map<string, string> | undefined;
  let latest: { readonly key: string; readonly indent: number } | undefined;
  for (const line of text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/)) {
    const content = line.trim();
    if (content === "" || /^[#;]/.test(content)) continue;
    const at = content.search(/[=:]/);
    const key = content.slice(0, Math.max(at, 0)).trim();
    const indent = line.length - line.trimStart().length;
    const header = HEADER.exec(content)?.[1]?.trim();
    if (latest !== undefined && indent > latest.indent && !NAME.test(header ?? key)) {
      section?.set(latest.key, `${section.get(latest.key)}\n${withoutComment(content)}`);
    } else if (header !== undefined) {
      // All sections of one name count, and the last of several keys.
      if (header === name) found ??= new Map();
      section = header === name ? found : undefined;
      latest = undefined;
    } else if (key !== "") {
      latest = { key: key.toLowerCase(), indent };
      section?.set(latest.key, unquoted(content.slice(at + 1).trim()));
    }
  }
  return found && withReferences(found);
}

/** Whether a text is JSON rather than INI: `ALIBABA_CLOUD_CREDENTIALS_FILE` names the one to some tools, the other to others. */
export function isJson(text: string): boolean {
  return /^\uFEFF?\s*\{/.test(text);
}

/** A name in brackets; whatever stands behind it is no part of it. */
const HEADER = /^\[([^\]]+)\]/;
/** A section or a key. Anything else on a deeper line continues the value above, such as the JSON of a policy. */
const NAME = /^[\w. -]+$/;
const QUOTED = /^(["'`])((?:(?!\1).)*)\1\s*(?:[#;].*)?$/;

/** Quotes around a value are dropped, and what they hold stays as it is. */
function unquoted(text: string): string {
  return QUOTED.exec(text)?.[2] ?? withoutComment(text);
}

/** A comment begins behind white space: without it, `#` and `;` are parts of a value. */
function withoutComment(text: string): string {
  return text.replace(/(?:^|\s)[#;].*$/, "").trimEnd();
}

/** The values that are not empty, with other keys' values in place of `%(key)s`. */
function withReferences(section: ReadonlyMap<string, string>): Section {
  const entries = [...section].map(([key, value]) => [
    key,
    value.replace(/%\(([^()]+)\)s/g, (all, other: string) => section.get(other.toLowerCase()) ?? all),
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}
