/**
 * The language of what people read: help, prompts, errors. What programs read (`--json`, formats) has none.
 *
 * @module
 */

/** A language that every text of the command is written in. */
export const LANGUAGES = ["en", "zh"] as const;

export type Language = (typeof LANGUAGES)[number];

let current: Language = "en";

/** Sets the language of everything that is printed from now on. */
export function useLanguage(language: Language): void {
  current = language;
}

/** The language of what is printed now. */
export function language(): Language {
  return current;
}

/** The colon between a name and what is said of it, with the blank that belongs to it. */
export function colon(): string {
  return current === "zh" ? "：" : ": ";
}

/** The comma between parts of a sentence, with the blank that belongs to it. */
export function comma(): string {
  return current === "zh" ? "，" : ", ";
}

/** The semicolon between two sentences, with the blank that belongs to it. */
export function semicolon(): string {
  return current === "zh" ? "；" : "; ";
}

/** Names in a sentence, as the language of the moment separates them. */
export function listed(names: readonly string[]): string {
  return names.join(current === "zh" ? "、" : ", ");
}

/** The same texts in every language. */
export interface Texts<T> {
  readonly en: T;
  readonly zh: T;
}

/**
 * The texts of a part of the command, by name: sentences, or functions that make one. Every name needs every language.
 *
 * @returns a function that gives the texts in the language of the moment
 * @example
 * ```ts
 * const en = { signedIn: (name: string): string => `Signed in to ${name}.` };
 * const zh: typeof en = { signedIn: (name) => `已登录 ${name}。` };
 * const text: Catalogue<typeof en> = catalogue({ en, zh });
 * print([text().signedIn("acme")]);
 * ```
 */
export function catalogue<T>(texts: Texts<T>): Catalogue<T> {
  return Object.assign(() => texts[current], { texts });
}

/** Gives the texts in the language of the moment. */
export interface Catalogue<T> {
  (): T;
  readonly texts: Texts<T>;
}

/** The settings that may decide about the language, in this order. */
export interface LanguageHints {
  /** `--lang`. */
  readonly option?: string | undefined;
  readonly env: (name: string) => string | undefined;
  /** Field `language` of the profile in use. Asked only when it counts. */
  readonly ofProfile: () => string | undefined;
}

/**
 * Chooses a language: `--lang`, `ALICRED_LANG`, the profile's `language`, `LC_ALL`, `LC_MESSAGES`, `LANG`; the first
 * that is set. Simplified Chinese is `zh`, everything else English, Traditional Chinese included: its words differ.
 */
export function chooseLanguage({ option, env, ofProfile }: LanguageHints): Language {
  const named =
    option || env("ALICRED_LANG") || ofProfile() || env("LC_ALL") || env("LC_MESSAGES") || env("LANG") || "";
  return /^zh(?!.*(?:TW|HK|MO|Hant))/i.test(named) ? "zh" : "en";
}
