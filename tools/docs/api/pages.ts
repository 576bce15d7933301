/**
 * The pages of the API: one for each entry point, from its docstrings and sources.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { publicPackages } from "../../workspace.ts";
import { rewriteLinks } from "../links.ts";
import {
  type DocDeclaration,
  type DocModule,
  type DocSymbol,
  denoDoc,
  type JsDoc,
  type JsDocTag,
} from "./deno-doc.ts";
import { signatureAt } from "./signature.ts";

/** An entry point of a package. */
export interface EntryPoint {
  /** As a program writes it: `@alicred/core/host/node`. */
  readonly specifier: string;
  /** Of its module, relative to the root. */
  readonly file: string;
}

/** A page that follows from the sources. */
export interface ApiPage {
  readonly page: string;
  readonly text: string;
}

const KINDS: Readonly<Record<string, string>> = {
  function: "Functions",
  class: "Classes",
  variable: "Values",
  interface: "Types",
  typeAlias: "Types",
};

/** Every entry point of every package, in the order of the packages. */
export function entryPoints(): readonly EntryPoint[] {
  return publicPackages().flatMap(({ dir, manifest: { name, exports = {} } }) =>
    Object.entries(exports)
      .filter(([, path]) => path.endsWith(".ts"))
      .map(([entry, path]) => ({ specifier: name + entry.slice(1), file: `${dir}/${path.slice(2)}` })),
  );
}

/** The page of an entry point. */
export function apiPageOf(specifier: string): string {
  return `api/${specifier.replace(/^@alicred\//, "").replaceAll("/", "-")}`;
}

/** A page for each entry point, and one that lists them. */
export async function apiPages(): Promise<readonly ApiPage[]> {
  const entries = entryPoints();
  const modules = await denoDoc(entries.map(({ file }) => file));
  const pages = entries.map(({ specifier, file }) => {
    const module = modules.get(file);
    if (module === undefined) throw new Error(`deno doc says nothing of ${file}`);
    return { page: apiPageOf(specifier), text: entryText(specifier, file, module) };
  });
  return [{ page: "api/index", text: indexText(entries, modules) }, ...pages];
}

function indexText(entries: readonly EntryPoint[], modules: ReadonlyMap<string, DocModule>): string {
  const rows = entries.map(({ specifier, file }) => {
    const [summary = ""] = prose(modules.get(file)?.module_doc?.doc ?? "", file).split(/(?<=[.:])\s/);
    return `| [\`${specifier}\`](/${apiPageOf(specifier)}) | ${summary.replace(/:$/, ".").replaceAll("\n", " ")} |`;
  });
  return [
    "# TypeScript API",
    "",
    "Every entry point, from the docstrings of the sources.",
    "",
    "| import | contents |",
    "|---|---|",
    ...rows,
    "",
  ].join("\n");
}

function entryText(specifier: string, file: string, { module_doc, symbols }: DocModule): string {
  const groups = new Map<string, string[]>();
  for (const symbol of [...symbols].sort((one, other) => one.name.localeCompare(other.name, "en"))) {
    const kind = KINDS[symbol.declarations[0]?.kind ?? ""];
    if (kind === undefined) continue;
    groups.set(kind, [...(groups.get(kind) ?? []), symbolText(symbol)]);
  }
  const kinds = [...new Set(Object.values(KINDS))].filter((kind) => groups.has(kind));
  const parts = kinds.flatMap((kind) => [`## ${kind}`, ...(groups.get(kind) ?? [])]);
  return `${[`# ${specifier}`, docText(module_doc, file), ...parts].join("\n\n")}\n`;
}

function symbolText({ name, declarations }: DocSymbol): string {
  const shown = declarations.filter(({ kind }) => KINDS[kind] !== undefined);
  const texts = shown.map((declaration) => {
    const file = fileURLToPath(declaration.location.filename);
    return `${code(declaration, file)}\n\n${docText(declaration.jsDoc, file)}`.trim();
  });
  return `### ${name}\n\n${texts.join("\n\n")}`;
}

function code({ location }: DocDeclaration, file: string): string {
  return `\`\`\`ts\n${signatureAt(readFileSync(file, "utf8"), location.line)}\n\`\`\``;
}

function docText(jsDoc: JsDoc | undefined, file: string): string {
  const { doc = "", tags = [] } = jsDoc ?? {};
  const notes = tags.filter(({ kind }) => kind !== "example").map((tag) => noteText(tag, file));
  const examples = tags
    .filter(({ kind }) => kind === "example")
    .map((tag) => `**Example**\n\n${(tag.doc ?? "").trim()}`);
  return [prose(doc, file), notes.filter((note) => note !== "").join("\n"), ...examples]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** A tag as an item of a list. */
function noteText({ kind, name, type, doc = "" }: JsDocTag, file: string): string {
  const thrown = type === undefined ? "" : ` \`${type}\``;
  const labels: Readonly<Record<string, string>> = {
    param: `\`${name}\``,
    return: "**Returns**",
    throws: `**Throws**${thrown}`,
    see: "**See**",
  };
  const label = labels[kind];
  return label === undefined ? "" : `- ${label}: ${prose(doc, file).replaceAll("\n", "\n  ")}`;
}

/** Text of a docstring as Markdown of a page: links to exports become code, and what looks like a tag is shown. */
function prose(doc: string, file: string): string {
  return rewriteLinks(
    doc
      .trim()
      .replace(/\{@link ([^}|\s]+)[^}]*\}/g, "`$1`")
      .replace(/(`[^`\n]*`)|<(?=[a-z/])/gi, (_, inCode: string | undefined) => inCode ?? "&lt;"),
    file,
  );
}
