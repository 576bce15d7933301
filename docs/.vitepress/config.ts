import { readdirSync } from "node:fs";
import { type DefaultTheme, defineConfig } from "vitepress";
import { PAGES_DIR, titleOf } from "../../tools/docs/pages.ts";
import { phoneReadable } from "../../tools/docs/phone.ts";
import { sidebar } from "../../tools/docs/sidebar.ts";
import { REPOSITORY } from "../../tools/docs/site-map.ts";
import { slug } from "../../tools/docs/slug.ts";

// `npm run docs` assembles the pages before VitePress reads this.

const pages = readdirSync(PAGES_DIR, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".md"))
  .map((file) => file.slice(0, -".md".length).replaceAll("\\", "/"));

const contents = (language: "en" | "zh"): DefaultTheme.SidebarItem[] =>
  sidebar(pages, titleOf, language).map((group) => ({ ...group, items: [...group.items] }));

/** A key in the colour of the project. */
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0f766e"/>' +
  '<path d="M15 16h12v5M22 16v4" fill="none" stroke="#fff" stroke-width="3"/>' +
  '<circle cx="11" cy="16" r="5" fill="none" stroke="#fff" stroke-width="3"/></svg>';

export default defineConfig({
  title: "alicred",
  description:
    "Alibaba Cloud credentials for JavaScript: found as your tools find them, fresh, and explained.",
  base: process.env["DOCS_BASE"] ?? "/",
  srcDir: PAGES_DIR,
  outDir: "../build/site",
  cacheDir: "../build/vitepress-cache",
  cleanUrls: true,
  metaChunk: true,
  markdown: {
    anchor: { slugify: slug },
    theme: { light: "github-light", dark: "github-dark" },
    // Languages that the highlighter has no grammar for, and one that it knows by another name.
    languageAlias: { console: "shellsession", hcl: "terraform" },
    config: phoneReadable,
  },
  head: [
    ["meta", { name: "theme-color", content: "#0f766e" }],
    ["link", { rel: "icon", type: "image/svg+xml", href: `data:image/svg+xml,${encodeURIComponent(ICON)}` }],
  ],
  themeConfig: {
    socialLinks: [{ icon: "github", link: REPOSITORY }],
    outline: [2, 3],
    search: {
      provider: "local",
      options: {
        miniSearch: {
          options: {
            // Words, and pairs of Chinese characters, between which stand no blanks.
            tokenize: (text) =>
              text
                .toLowerCase()
                .split(/[^\p{L}\p{N}_]+/u)
                .flatMap((word) =>
                  (word.match(/\p{Script=Han}+|[^\p{Script=Han}]+/gu) ?? []).flatMap((piece) =>
                    /\p{Script=Han}/u.test(piece) && piece.length > 2
                      ? Array.from({ length: piece.length - 1 }, (_, index) => piece.slice(index, index + 2))
                      : [piece],
                  ),
                ),
          },
        },
        locales: {
          "zh-CN": {
            translations: {
              button: { buttonText: "搜索", buttonAriaLabel: "搜索" },
              modal: {
                displayDetails: "显示详情",
                resetButtonTitle: "清除",
                backButtonTitle: "关闭",
                noResultsText: "没有结果：",
                footer: { selectText: "选择", navigateText: "切换", closeText: "关闭" },
              },
            },
          },
        },
      },
    },
  },
  locales: {
    root: {
      label: "English",
      lang: "en",
      themeConfig: {
        nav: [
          { text: "Start", link: "/start" },
          { text: "Errors", link: "/errors" },
          { text: "Command", link: "/reference/command" },
          { text: "API", link: "/api/" },
        ],
        sidebar: contents("en"),
        notFound: {
          quote: "Check the address, search, or begin at the first page.",
          linkText: "To the first page",
          linkLabel: "To the first page",
        },
        footer: { message: "Apache-2.0" },
      },
    },
    "zh-CN": {
      label: "简体中文",
      lang: "zh-CN",
      description: "面向 JavaScript 的阿里云访问凭证：与您的工具一致地查找、自动刷新，并说明来源。",
      themeConfig: {
        nav: [
          { text: "开始", link: "/zh-CN/start" },
          { text: "错误码", link: "/zh-CN/errors" },
          { text: "命令（英文）", link: "/reference/command" },
          { text: "API（英文）", link: "/api/" },
        ],
        sidebar: contents("zh"),
        outline: { level: [2, 3], label: "本页目录" },
        docFooter: { prev: "上一页", next: "下一页" },
        darkModeSwitchLabel: "外观",
        lightModeSwitchTitle: "切换到浅色模式",
        darkModeSwitchTitle: "切换到深色模式",
        sidebarMenuLabel: "目录",
        returnToTopLabel: "返回顶部",
        langMenuLabel: "切换语言",
        skipToContentLabel: "跳转到正文",
        notFound: {
          title: "页面不存在",
          quote: "请检查地址，或使用搜索。",
          linkText: "返回首页",
          linkLabel: "返回首页",
        },
        footer: { message: "Apache-2.0" },
      },
    },
  },
});
