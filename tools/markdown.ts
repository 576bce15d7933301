import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { slug } from "./docs/slug.ts";
import { rootDir } from "./workspace.ts";

/** A Markdown file of the repository, taken apart. */
export interface Document {
  /** Relative to the root, with forward slashes. */
  readonly file: string;
  readonly blocks: readonly CodeBlock[];
  /** All lines outside of code blocks. */
  readonly prose: string;
}

export interface CodeBlock {
  /** The word after the fence, or the empty string. */
  readonly language: string;
  readonly code: string;
  /** Of the first line of the code; the file begins with line 1. */
  readonly line: number;
}

const SKIPPED: ReadonlySet<string> = new Set(["node_modules", "dist", "build"]);

/** Every Markdown file of the repository. */
export function documents(): readonly Document[] {
  return markdownFiles(".").map(parse);
}

function markdownFiles(dir: string): readonly string[] {
  return readdirSync(join(rootDir, dir), { withFileTypes: true }).flatMap((entry) => {
    const path = dir === "." ? entry.name : `${dir}/${entry.name}`;
    if (entry.isDirectory())
      return SKIPPED.has(entry.name) || entry.name.startsWith(".") ? [] : markdownFiles(path);
    // The reports of public signatures are written by a tool.
    return entry.name.endsWith(".md") && !entry.name.endsWith(".api.md") ? [path] : [];
  });
}

function parse(file: string): Document {
  const blocks: CodeBlock[] = [];
  const prose: string[] = [];
  let open: { readonly indent: number; readonly language: string; readonly lines: string[] } | undefined;
  for (const [index, line] of readFileSync(join(rootDir, file), "utf8").split("\n").entries()) {
    const [, indent = "", language] = /^( *)```(\w*)/.exec(line) ?? [];
    if (open === undefined && language === undefined) prose.push(line);
    else if (open === undefined) open = { indent: indent.length, language: language ?? "", lines: [] };
    else if (language === undefined) open.lines.push(line.slice(open.indent));
    else {
      const code = `${open.lines.join("\n")}\n`;
      blocks.push({ language: open.language, code, line: index + 1 - open.lines.length });
      open = undefined;
    }
  }
  if (open !== undefined) throw new Error(`${file}: a code block has no end`);
  return { file, blocks, prose: prose.join("\n") };
}

/** The targets of a document's links that are not URLs. */
export function relativeLinks({ prose }: Document): readonly string[] {
  const withoutCode = prose.replace(/`[^`\n]*`/g, "");
  const targets = [...withoutCode.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  return targets.filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchors of a document's headings, as GitHub makes them. */
export function anchors({ prose }: Document): readonly string[] {
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => slug(heading));
}
