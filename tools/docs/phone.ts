/**
 * Makes pages readable on a phone. Long names in the cells of tables may break where a person would break them, and each
 * row of a wide table becomes a card there, whose cells carry the heading of their column.
 *
 * @module
 */
import type { MarkdownRenderer } from "vitepress";

type Rule = Parameters<MarkdownRenderer["core"]["ruler"]["push"]>[1];
type Token = Parameters<Rule>[0]["tokens"][number];

/** Names up to this length fit into a column of a phone. */
const FITS = 14;

/** Marks code in a cell: in a paragraph it moves to the next line as a whole. */
const IN_TABLE = "in a table";

/** The longest cells of the columns, in characters, beside which three and more columns fit the width of a phone. */
const PHONE_WIDTH = 44;

/**
 * A name as HTML, with places where it may break: after separators, or without any, on a phone alone, before a capital in the
 * middle of a word.
 */
export function breakable(html: string): string {
  if (html.length <= FITS) return html;
  if (/[_/:]/.test(html))
    return html.replace(/&\w+;|[_/:]+(?=\w)/g, (found) => (found.startsWith("&") ? found : `${found}<wbr>`));
  return html.replace(/(?<=[a-z\d])(?=[A-Z])/g, '<wbr class="phone">');
}

/** Whether a table with these rows, the heading first, is too wide for a phone. A table of two columns never is. */
export function isWide(rows: readonly (readonly string[])[]): boolean {
  const [heading = [], ...body] = rows;
  const widths = heading.map((_, column) => Math.max(0, ...body.map((row) => widthOf(row[column] ?? ""))));
  return heading.length > 2 && widths.reduce((sum, width) => sum + width, 0) > PHONE_WIDTH;
}

/** A Chinese character is as wide as two others. */
function widthOf(text: string): number {
  return text.length + (text.match(/\p{Script=Han}/gu)?.length ?? 0);
}

/** Adds both to the renderer of the pages. */
export function phoneReadable(md: MarkdownRenderer): void {
  const codeInline = md.renderer.rules.code_inline;
  if (codeInline === undefined) throw new Error("the renderer has no rule for code in a line");
  md.renderer.rules.code_inline = (tokens, index, ...rest) => {
    const html = codeInline(tokens, index, ...rest);
    return tokens[index]?.meta === IN_TABLE ? html.replace(/(?<=>)[^<]+(?=<\/code>$)/, breakable) : html;
  };
  md.core.ruler.push("tables", ({ tokens }) => {
    for (const [start, token] of tokens.entries())
      if (token.type === "table_open") prepareTable(tokens, start);
  });
}

function prepareTable(tokens: readonly Token[], start: number): void {
  const end = tokens.findIndex(({ type }, index) => index > start && type === "table_close");
  const rows: { readonly cell: Token; readonly text: string }[][] = [];
  for (const [offset, token] of tokens.slice(start, end).entries()) {
    if (token.type === "tr_open") rows.push([]);
    if (!/^t[hd]_open$/.test(token.type)) continue;
    const children = tokens[start + offset + 1]?.children ?? [];
    for (const child of children) if (child.type === "code_inline") child.meta = IN_TABLE;
    rows.at(-1)?.push({ cell: token, text: textOf(children) });
  }
  if (!isWide(rows.map((row) => row.map(({ text }) => text)))) return;
  const [heading = [], ...body] = rows;
  for (const row of body)
    for (const [column, { cell }] of row.entries()) {
      const label = heading[column]?.text ?? "";
      if (label !== "") cell.attrSet("data-label", label);
    }
}

function textOf(children: readonly Token[]): string {
  return children
    .filter(({ type }) => type === "text" || type === "code_inline")
    .map(({ content }) => content)
    .join("");
}
