import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { languageOf } from "../src/command/language-of.ts";
import { COMMANDS } from "../src/commands.ts";
import { type Catalogue, chooseLanguage } from "../src/terminal/language.ts";
import { homeFolder, SESSION_PROFILE } from "./support/real-command.ts";

// Every text in every language, with the same values in it.

const root = fileURLToPath(new URL("../src/", import.meta.url));
const files = readdirSync(root, { encoding: "utf8", recursive: true }).filter(
  (file) =>
    file.endsWith(".ts") && /^export const \w+: Catalogue</m.test(readFileSync(`${root}${file}`, "utf8")),
);

const catalogues = await Promise.all(
  files.map(async (file) => {
    const exported: Readonly<Record<string, unknown>> = await import(`${root}${file}`);
    return Object.entries(exported)
      .filter((each): each is [string, Catalogue<object>] => "texts" in Object(each[1]))
      .map(([name, { texts }]) => [`${file} ${name}`, texts] as const);
  }),
).then((lists) => [
  ...lists.flat(),
  ...Object.values(COMMANDS)
    .flat()
    .map(({ usage, summary }) => [`the summary of ${usage}`, summary.texts] as const),
]);

/** Names that are the same in every language. */
const NAMES: ReadonlySet<string> = new Set([
  "Terraform",
  "TERRAFORM",
  "SDK",
  "CLI",
  "aliyun CLI",
  "ALIYUN CLI",
]);

/** The shape of texts: their names, and for each the values that it shows, and the commands and options that it names. */
function shapeOf(value: unknown): unknown {
  if (typeof value === "function") {
    const values = Array.from({ length: value.length }, (_, index) => `<${index}>`);
    const text = String(value(...values));
    return { values: values.filter((each) => text.includes(each)), ...namedIn(text) };
  }
  if (typeof value === "string") return namedIn(value);
  if (Array.isArray(value) && value.every((each) => Array.isArray(each)))
    // Examples: the lines to type are the same, and every one is explained.
    return value.map(([line, what]) => ({ line, isExplained: what !== "" }));
  return Object.fromEntries(Object.entries(Object(value)).map(([name, inner]) => [name, shapeOf(inner)]));
}

/** Words that no language changes: options, commands to type, names of variables and fields. */
function namedIn(text: string): { readonly named: readonly string[] } {
  const named = text.match(/--[a-z][\w-]+|alicred [a-z]+|[A-Z][A-Z0-9]*_[A-Z0-9_]+|[a-z]+_[a-z_]+/g) ?? [];
  return { named: [...new Set(named)].sort() };
}

test("there are catalogues", () => {
  expect(catalogues.length).toBeGreaterThan(5);
});

describe.each(catalogues)("%s", (name, { en, zh }) => {
  test("says the same in both languages", () => {
    if (name.endsWith("errorText")) {
      // In English, the message of the error says what the code means.
      expect(shapeOf({ ...Object(zh), byCode: {} })).toEqual(shapeOf({ ...Object(en), byCode: {} }));
      return;
    }
    expect(shapeOf(zh)).toEqual(shapeOf(en));
  });

  test("has Chinese in Chinese and none in English", () => {
    expect(JSON.stringify(textsOf(en))).not.toMatch(/\p{Script=Han}/u);
    for (const text of textsOf(zh)) if (!NAMES.has(text)) expect(text).toMatch(/\p{Script=Han}|^$/u);
  });

  test("keeps a blank between Chinese and Latin words", () => {
    for (const text of textsOf(zh))
      expect(text).not.toMatch(/\p{Script=Han}[A-Za-z]|[A-Za-z]\p{Script=Han}/u);
  });
});

/** Every text as it is shown, the lines to type left out. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === "function") return [value(...Array.from({ length: value.length }, () => "1"))];
  if (typeof value === "string") return [value];
  if (Array.isArray(value))
    return value.flatMap((each) => (Array.isArray(each) ? textsOf(each[1]) : textsOf(each)));
  return Object.values(Object(value)).flatMap(textsOf);
}

describe("the language", () => {
  const choose = (env: Record<string, string>, option?: string, profile?: string): string =>
    chooseLanguage({ option, env: (name) => env[name], ofProfile: () => profile });

  test.each([
    ["en", {}, undefined, undefined],
    ["zh", { LANG: "zh_CN.UTF-8" }, undefined, undefined],
    ["zh", { LANG: "zh_SG" }, undefined, undefined],
    ["en", { LANG: "zh_TW.UTF-8" }, undefined, undefined],
    ["en", { LANG: "zh-Hant-HK" }, undefined, undefined],
    ["en", { LC_MESSAGES: "C", LANG: "zh_CN" }, undefined, undefined],
    ["zh", { LC_ALL: "zh_CN", LC_MESSAGES: "en_US" }, undefined, undefined],
    ["zh", { LC_ALL: "en_US" }, undefined, "zh"],
    ["en", { ALICRED_LANG: "en", LANG: "zh_CN" }, undefined, "zh"],
    ["zh", { ALICRED_LANG: "en" }, "zh", "en"],
  ])("is %s for %j, option %s, profile %s", (language, env, option, profile) => {
    expect(choose(env, option, profile)).toBe(language);
  });
});

test.each([[["-p", "中"]], [["-p中"]], [["--profile", "中"]], [["--profile=中"]]])(
  "the language of a profile: %j",
  (words) => {
    const home = homeFolder([{ name: "中", mode: "AK", language: "zh" }, SESSION_PROFILE]);
    const file = join(home, ".aliyun", "config.json");
    const env = { ALIBABA_CLOUD_PROFILE: "" };
    expect(languageOf(["resolve", ...words, "-c", file], env)).toBe("zh");
    expect(languageOf(["resolve", ...words, `-c${file}`], env)).toBe("zh");
    expect(languageOf(["resolve", "-c", file], env)).toBe("en");
  },
);
