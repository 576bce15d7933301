import { wrongUse } from "../../command/command-error.ts";
import type { LoginOptions } from "./options.ts";
import { loginText } from "./text.ts";

/**
 * The name of a profile by the template of `--name`, behind `--prefix`. Blanks and slashes become hyphens, so that nobody
 * has to quote the name.
 *
 * @param words the words that the template may use
 * @throws {ConfigurationError} `INVALID_OPTION` for a word that does not exist.
 */
export function nameFrom(
  { name, prefix }: Pick<LoginOptions, "name" | "prefix">,
  words: Readonly<Record<string, string>>,
): string {
  const filled = name.replace(/\{([^{}]*)\}/g, (_all, word: string) => {
    const value = words[word];
    if (value !== undefined) return value;
    const known = Object.keys(words).map((each) => `{${each}}`);
    throw wrongUse(loginText().badTemplate(word, known.join(", ")));
  });
  return `${prefix}${filled}`
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .trim()
    .replace(/[\s/\\]+/gu, "-");
}

/** The place to which a login leads, in a few words: `Production (1000000000000001), ReadOnly`. */
export function placeText(words: Readonly<Record<string, string>>): string {
  const { account, "account-id": id, config } = words;
  if (account === undefined && config === undefined) return "";
  return [account === id || id === undefined ? account : `${account} (${id})`, config]
    .filter(Boolean)
    .join(", ");
}
