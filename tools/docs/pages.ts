/**
 * Assembles the pages of the site in `build/site-pages`, from the Markdown files of the repository and the docstrings.
 *
 * @module
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { documents } from "../markdown.ts";
import { publicPackages, rootDir } from "../workspace.ts";
import { apiPages } from "./api/pages.ts";
import { imagesOf, rewriteLinks } from "./links.ts";
import { TRANSLATED_PAGES } from "./sidebar.ts";
import { addressOf, pageOf } from "./site-map.ts";
import { slug } from "./slug.ts";

/** Where the pages are put together. */
export const PAGES_DIR: string = join(rootDir, "build/site-pages");

const TRANSLATED = "docs/zh-CN/";

/** Writes every page, and the images that they show, and returns the paths of the pages. */
export async function assemblePages(): Promise<readonly string[]> {
  rmSync(PAGES_DIR, { recursive: true, force: true });
  const written: string[] = [];
  for (const { file } of documents()) {
    const page = pageOf(file);
    if (page === undefined) continue;
    const text = readFileSync(join(rootDir, file), "utf8");
    write(page, pageText(file, text));
    written.push(page);
    for (const image of imagesOf(text, file)) copyImage(image);
  }
  for (const { page, text } of await apiPages()) {
    write(page, text);
    written.push(page);
  }
  for (const page of written.filter(lacksTranslation)) write(`zh-CN/${page}`, referral(page));
  return written;
}

function lacksTranslation(page: string): boolean {
  return !page.startsWith("zh-CN/") && !TRANSLATED_PAGES.includes(page);
}

/** Stands where the menu of languages leads from a page that exists in English alone. */
function referral(page: string): string {
  const title = titleOf(page);
  return `---\nsearch: false\n---\n\n# ${title}\n\n此页只有英文版：[${title}](${addressOf(page)})。\n`;
}

/** A document of the repository as a page of the site. */
export function pageText(file: string, text: string): string {
  const anchored = file.startsWith(TRANSLATED) ? withAnchorsOf(originalOf(file), text) : text;
  const [, name] = /^packages\/([\w-]+)$/.exec(pageOf(file) ?? "") ?? [];
  const more =
    name === undefined || !hasApi(name) ? "" : `\n[The TypeScript API, from the docstrings](/api/${name})\n`;
  return withDiagrams(withoutMarkers(rewriteLinks(anchored, file))) + more + filesOf(file, text);
}

/** The code that the README of an example leads to, because a reader of the site has no checkout. */
function filesOf(file: string, text: string): string {
  if (!file.startsWith("examples/")) return "";
  const linked = [...text.matchAll(/\]\(([\w./-]+\.(ts|js|ya?ml|tf|jsonc))\)/g)].filter(
    ([, path = ""]) => !path.startsWith("../"),
  );
  const files = new Map(linked.map(([, path = "", language = ""]) => [path, language]));
  if (files.size === 0) return "";
  const blocks = [...files].map(([path, language]) => {
    const code = readFileSync(join(rootDir, dirname(file), path), "utf8").trimEnd();
    return `### ${path}\n\n\`\`\`${language}\n${code}\n\`\`\`\n`;
  });
  return `\n## The files\n\n${blocks.join("\n")}`;
}

/** The English document that a Chinese one translates. */
export function originalOf(file: string): string {
  return file.replace(TRANSLATED, "docs/");
}

function hasApi(name: string): boolean {
  return publicPackages().some(({ manifest }) => manifest.name === `@alicred/${name}`);
}

/** Gives each heading of a translation the anchor of the heading that it translates. */
function withAnchorsOf(original: string, text: string): string {
  const anchors = headings(readFileSync(join(rootDir, original), "utf8")).map(slug);
  let next = 0;
  return text
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replace(/^(#+ .+)$/gm, (heading) => `${heading} {#${anchors[next++] ?? ""}}`),
    )
    .join("");
}

/** The headings of a text, without those in code. */
export function headings(text: string): readonly string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, "");
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);
}

/** Puts diagrams and charts into the page itself, where they take the colours of the site: an image obeys the system alone. */
function withDiagrams(text: string): string {
  return text.replace(
    /^!\[([^\]]*)\]\(\/((?:docs\/images|bench\/results)\/[\w.-]+\.svg)\)$/gm,
    (_, alt: string, path: string) => {
      const svg = readFileSync(join(rootDir, path), "utf8")
        .replace(/<style>[\s\S]*?<\/style>/, "")
        .replace(/\n\s*\n/g, "\n")
        .replace(/(?<=\bid="|url\(#)(?=[\w-]+["')])/g, `${basename(path).replace(/\..*$/, "")}-`)
        .trim();
      return `<figure class="diagram" role="img" aria-label="${alt}">\n${svg}\n</figure>`;
    },
  );
}

function withoutMarkers(text: string): string {
  return text.replace(/^<!-- (?:generated: [\w -]+|variables|end) -->\n/gm, "");
}

function write(page: string, text: string): void {
  const file = join(PAGES_DIR, `${page}.md`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function copyImage(path: string): void {
  const source = join(rootDir, path);
  if (!existsSync(source)) throw new Error(`${path} does not exist`);
  cpSync(source, join(PAGES_DIR, "public", path));
}

/** The title of a page that was assembled. */
export function titleOf(page: string): string {
  const text = readFileSync(join(PAGES_DIR, `${page}.md`), "utf8");
  const [, title] = /^# (.+?)(?: \{#.*\})?$/m.exec(text) ?? /^title: (.+)$/m.exec(text) ?? [];
  if (title === undefined) throw new Error(`${addressOf(page)} has no title`);
  return title.replaceAll("`", "");
}
