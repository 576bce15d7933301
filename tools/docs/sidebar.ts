/**
 * The contents of the site, from the pages that were assembled.
 *
 * @module
 */
import { addressOf } from "./site-map.ts";

export interface SidebarItem {
  readonly text: string;
  readonly link: string;
}

export interface SidebarGroup {
  readonly text: string;
  readonly collapsed?: boolean;
  readonly items: readonly SidebarItem[];
}

/**
 * A part of the contents: pages by name, in this order, or every page below a folder. In Chinese a page that exists in English
 * alone is listed as that; a part without a Chinese heading is not.
 */
interface Part {
  readonly text: string;
  readonly zh?: string;
  readonly pages: readonly string[];
  readonly collapsed?: boolean;
}

const MODES: readonly string[] = [
  "modes/index",
  "modes/static",
  "modes/env",
  "modes/assume-role",
  "modes/ecs-ram-role",
  "modes/oidc",
  "modes/platform-oidc",
  "modes/function-compute",
  "modes/credentials-uri",
  "modes/cloud-sso",
  "modes/oauth",
  "modes/external",
  "modes/rsa-key-pair",
  "modes/bearer-token",
  "modes/anonymous",
];

const PARTS: readonly Part[] = [
  { text: "Start", zh: "开始", pages: ["start"] },
  {
    text: "Guides",
    zh: "指南（英文）",
    pages: [
      "guides/coming-from-alicloud-credentials",
      "guides/terraform-and-ci",
      "guides/workers",
      "guides/testing",
      "guides/write-a-plugin",
      "recipes/index",
    ],
  },
  { text: "Ways to authenticate", zh: "认证方式", pages: MODES },
  { text: "When it fails", zh: "排错", pages: ["errors", "guides/troubleshooting", "guides/read-a-trace"] },
  {
    text: "Understand",
    zh: "深入了解（英文）",
    pages: [
      "architecture",
      "decisions",
      "project/security",
      "project/security-suite",
      "project/benchmarks",
      "project/defects",
    ],
  },
  {
    text: "Reference",
    zh: "参考（英文）",
    pages: [
      "reference/command",
      "reference/presets",
      "reference/core",
      "reference/variables",
      "reference/profile-fields",
      "reference/simulators",
      "reference/faults",
      "reference/default-world",
      "reference/sizes",
      "reference/simulators-in-containers",
      "reference/simulators-helpers",
      "glossary",
    ],
  },
  { text: "Recipes", zh: "示例程序（英文）", pages: ["recipes/"], collapsed: true },
  { text: "Packages", pages: ["packages/"], collapsed: true },
  { text: "TypeScript API", pages: ["api/index", "api/"], collapsed: true },
  { text: "Project", pages: ["project/contributing"] },
];

/** The pages that exist in Chinese, without `zh-CN/`: the start, the modes and the errors. */
export const TRANSLATED_PAGES: readonly string[] = ["index", "start", ...MODES, "errors"];

/** The contents in one language. A page that is in no part is not in the contents, and `unlisted` names it. */
export function sidebar(
  pages: readonly string[],
  titleOf: (page: string) => string,
  language: "en" | "zh" = "en",
): readonly SidebarGroup[] {
  const existing = pages.filter((page) => !page.startsWith("zh-CN/"));
  const inLanguage = (page: string): string =>
    language === "zh" && TRANSLATED_PAGES.includes(page) ? `zh-CN/${page}` : page;
  const groups = PARTS.flatMap(({ text, zh, pages: listed, collapsed }) => {
    const found = listed.flatMap((name) => pagesOf(name, existing)).map(inLanguage);
    const heading = language === "zh" ? zh : text;
    if (found.length === 0 || heading === undefined) return [];
    const mark = (page: string): string =>
      language === "zh" && !page.startsWith("zh-CN/") && !heading.includes("英文") ? "（英文）" : "";
    const items = [...new Set(found)].map((page) => ({
      text: titleOf(page) + mark(page),
      link: addressOf(page),
    }));
    return [{ text: heading, ...(collapsed === undefined ? {} : { collapsed }), items }];
  });
  // Translated pages come first, so that the next page of a Chinese one is Chinese.
  const isEnglish = ({ text }: SidebarGroup): boolean => language === "zh" && text.includes("英文");
  return [...groups.filter((group) => !isEnglish(group)), ...groups.filter(isEnglish)];
}

/** The pages to which the contents do not lead. */
export function unlisted(pages: readonly string[]): readonly string[] {
  const listed = new Set(
    (["en", "zh"] as const).flatMap((language) =>
      sidebar(pages, (page) => page, language).flatMap(({ items }) => items.map(({ link }) => link)),
    ),
  );
  return pages.filter((page) => !/(^|\/)index$/.test(page) && !listed.has(addressOf(page)));
}

function pagesOf(name: string, existing: readonly string[]): readonly string[] {
  if (!name.endsWith("/")) return existing.includes(name) ? [name] : [];
  return existing.filter((page) => page.startsWith(name) && !page.endsWith("/index")).sort();
}
