/**
 * Reads tables of READMEs and declarations of types, so that a test can compare them.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { parseAst } from "rolldown/parseAst";

/** The rows of the table whose head begins so, each as its cells. */
export async function tableRows(readme: URL, head: string): Promise<readonly (readonly string[])[]> {
  const [, table = ""] = (await readFile(readme, "utf8")).split(`\n| ${head} |`);
  const [rows = ""] = table.split("\n\n");
  return rows
    .split("\n")
    .slice(2)
    .map((row) => row.split("|").slice(1, -1));
}

/** Everything in code style within a cell. */
export const codes = (cell = ""): readonly string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);

/** The words in code style in the first cells. */
export async function firstCells(readme: URL, head: string): Promise<readonly string[]> {
  return (await tableRows(readme, head)).flatMap(([cell = ""]) => cell.match(/(?<=`)[\w-]+/g) ?? []);
}

/** A node of the syntax tree, as far as it is read here. */
export interface Node {
  readonly type: string;
  readonly id?: { readonly name?: string };
  readonly key?: { readonly name?: string };
  readonly value?: unknown;
  readonly literal?: Node;
}

/** All nodes below a value, in the order of the source. */
export function nodesBelow(value: unknown): readonly Node[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "type" in value && typeof value.type === "string" ? [value as Node] : [];
  return [...own, ...Object.values(value).flatMap(nodesBelow)];
}

/** The declaration of a type or interface, by the parser: the layout of the source does not matter. */
export async function declaration(file: URL, name: string): Promise<Node> {
  const program = parseAst(await readFile(file, "utf8"), { lang: "ts" });
  const found = nodesBelow(program).find(({ type, id }) => type.startsWith("TS") && id?.name === name);
  if (found === undefined) throw new Error(`${file.pathname} declares no ${name}`);
  return found;
}

/** The texts of a union, at any depth. */
export const literals = (node: unknown): readonly unknown[] =>
  nodesBelow(node).flatMap(({ type, literal }) => (type === "TSLiteralType" ? [literal?.value] : []));

/** The properties of an object type, and of those within it. */
export const properties = (node: unknown): readonly Node[] =>
  nodesBelow(node).filter(({ type }) => type === "TSPropertySignature");

/** The names of an interface's own properties. */
export async function fields(file: URL, name: string): Promise<readonly unknown[]> {
  const { body } = (await declaration(file, name)) as { readonly body?: { readonly body?: readonly Node[] } };
  return (body?.body ?? []).map(({ key }) => key?.name);
}
