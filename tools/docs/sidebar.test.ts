import { expect, test } from "vitest";
import { sidebar } from "./sidebar.ts";

const pages = [
  "start",
  "errors",
  "guides/workers",
  "guides/troubleshooting",
  "packages/env",
  "zh-CN/start",
  "zh-CN/errors",
];
const contents = (language: "en" | "zh"): readonly string[] =>
  sidebar(pages, (page) => page, language).flatMap(({ text, items }) => [
    text,
    ...items.map((item) => `${item.text} ${item.link}`),
  ]);

test("the English contents list English pages alone", () => {
  expect(contents("en")).toEqual([
    "Start",
    "start /start",
    "Guides",
    "guides/workers /guides/workers",
    "When it fails",
    "errors /errors",
    "guides/troubleshooting /guides/troubleshooting",
    "Packages",
    "packages/env /packages/env",
  ]);
});

test("the Chinese contents lead to guides that exist in English alone, and say so", () => {
  expect(contents("zh")).toEqual([
    "开始",
    "zh-CN/start /zh-CN/start",
    "排错",
    "zh-CN/errors /zh-CN/errors",
    "guides/troubleshooting（英文） /guides/troubleshooting",
    "指南（英文）",
    "guides/workers /guides/workers",
  ]);
});
