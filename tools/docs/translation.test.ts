import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rootDir } from "../workspace.ts";
import { headings } from "./pages.ts";
import { TRANSLATED_PAGES } from "./sidebar.ts";
import { slug } from "./slug.ts";

// The Chinese documents are kept in step with the English ones: paths, headings, anchors, code. Their words are checked
// against the glossary as far as a word alone tells.

const pairs = [
  ["README.md", "README.zh-CN.md"] as const,
  ...TRANSLATED_PAGES.map((page) => [`docs/${page}.md`, `docs/zh-CN/${page}.md`] as const),
];

const read = (file: string): string => readFileSync(join(rootDir, file), "utf8");
const levels = (text: string): readonly string[] => withoutCode(text).match(/^#+(?= )/gm) ?? [];
const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, "");
const blocks = (text: string): readonly string[] => text.match(/^```[\s\S]*?^```$/gm) ?? [];
/** A comment of code that is read: of a shell, of TypeScript. */
const COMMENT = /(?<=^|\s)(?:#|\/\/) .*$/gm;
const isCommented = (block: string): boolean => /^```(sh|ts)\n/.test(block);
const comments = (text: string): readonly string[] =>
  blocks(text)
    .filter(isCommented)
    .flatMap((block) => block.match(COMMENT) ?? []);
const withoutComments = (text: string): readonly string[] =>
  blocks(text).map((block) => (isCommented(block) ? block.replace(COMMENT, "#") : block));
/** Headings that are names in both languages, such as codes. */
const names = (text: string): readonly string[] =>
  headings(text)
    .filter((heading) => /^`.*`$/.test(heading))
    .map(slug);
/** The targets of the links, whatever the way there. */
const targets = (text: string): readonly string[] =>
  [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) =>
      target
        .replace(/^(\.\.\/)+/, "")
        .replace(/^docs\/(zh-CN\/)?/, "")
        .replace("README.zh-CN.md", "README.md")
        .replace(/\.zh-CN\.svg$/, ".svg"),
    )
    .sort();
/** Without code, links' targets, comments and the head of a page. */
const prose = (text: string): string =>
  withoutCode(text)
    .replace(/^---\n[\s\S]*?\n---\n/, "")
    .replace(/<!--.*?-->/g, "")
    .replace(/\]\([^)]*\)/g, "]");

describe.each(pairs)("%s and %s", (original, translation) => {
  const [english, chinese] = [read(original), read(translation)];

  test("have the same headings, and so the same anchors", () => {
    expect(levels(chinese)).toEqual(levels(english));
    expect(names(chinese)).toEqual(names(english));
  });

  test("show the same code, with its comments in Chinese", () => {
    expect(withoutComments(chinese)).toEqual(withoutComments(english));
    expect(comments(chinese).filter((comment) => !/\p{Script=Han}/u.test(comment))).toEqual([]);
  });

  test("describe their pictures in Chinese", () => {
    const described = [...chinese.matchAll(/!\[([^\]]*)\]/g)].map(([, words = ""]) => words);
    expect(described.filter((words) => !/\p{Script=Han}/u.test(words))).toEqual([]);
  });

  test("lead to the same places", () => {
    expect(targets(chinese)).toEqual(targets(english));
  });

  test("the Chinese is spaced and worded as the glossary says", () => {
    const text = prose(chinese);
    expect(
      text.match(/.{0,8}(?:\p{Script=Han}[A-Za-z0-9`]|[A-Za-z0-9`]\p{Script=Han}).{0,8}/gu) ?? [],
    ).toEqual([]);
    const words = /.{0,8}(?:凭据(?!链|提供者)|轮换|(?<!客户端)令牌密钥|登陆|帐号|缺省).{0,8}/gu;
    expect(text.match(words) ?? []).toEqual([]);
    expect(text.match(/.{0,8}\p{Script=Han}[,;:!?](?= |\p{Script=Han}).{0,8}/gu) ?? []).toEqual([]);
  });
});

test("a picture in Chinese differs from the English one by its words alone", () => {
  const images = join(rootDir, "docs/images");
  const drawn = (file: string): string =>
    readFileSync(join(images, file), "utf8").replace(/(?<=<(?:text|title)\b[^>]*>)[^<]+/g, "");
  const chinese = readdirSync(images).filter((file) => file.endsWith(".zh-CN.svg"));
  expect(chinese.map(drawn)).toEqual(chinese.map((file) => drawn(file.replace(".zh-CN", ""))));
});

test("every page in Chinese is listed as a translation", () => {
  expect(pairs.filter(([, translation]) => !existsSync(join(rootDir, translation)))).toEqual([]);
});
