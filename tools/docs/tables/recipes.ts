import { readFileSync } from "node:fs";
import { join } from "node:path";
import { documents } from "../../markdown.ts";
import { rootDir } from "../../workspace.ts";
import { headings } from "../pages.ts";
import { markdownTable } from "./markdown-table.ts";

/** Every example of the repository: its title, and the first paragraph of its README. */
export function recipeTable(): string {
  const rows = documents()
    .map(({ file }) => file)
    .filter((file) => /^examples\/[\w-]+\/README\.md$/.test(file))
    .sort()
    .map((file) => {
      const text = readFileSync(join(rootDir, file), "utf8");
      const [title = file] = headings(text);
      return [`[${title}](../../${file})`, firstParagraph(text, file)];
    });
  return markdownTable(["recipe", "what it shows"], rows);
}

/** Without links, which lead elsewhere from here, and without the words that the heading of the column says. */
function firstParagraph(text: string, file: string): string {
  const paragraph = text.split("\n\n").find((part) => !/^(#|```|\||<)/.test(part.trim()));
  if (paragraph === undefined) throw new Error(`${file} begins with no paragraph`);
  return paragraph
    .replace(/\[([^\]]+)\]\([^)]+\)/g, "$1")
    .replaceAll("\n", " ")
    .replace(/^It shows: (.)/, (_, first: string) => first.toUpperCase())
    .trim();
}
