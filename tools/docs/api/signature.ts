/**
 * The signature of an export, cut out of its source: whole types, and functions and classes without their bodies.
 *
 * @module
 */
import { parseAst } from "rolldown/parseAst";

interface Span {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

interface Declaration extends Span {
  readonly body?: Span & { readonly body?: readonly Member[] };
  readonly declarations?: readonly (Span & { readonly id: Span; readonly init?: Span | null })[];
  readonly declaration?: Declaration | null;
}

interface Member extends Span {
  readonly key?: Span & { readonly type: string };
  readonly accessibility?: string;
  readonly value?: (Span & { readonly body?: Span | null }) | null;
}

/** The signature of the declaration that begins in this line (counted from 0) of a source in TypeScript. */
export function signatureAt(source: string, line: number): string {
  const program = parseAst(source, { lang: "ts" }) as unknown as { readonly body: readonly Declaration[] };
  const lineOf = (position: number): number => source.slice(0, position).split("\n").length - 1;
  const node = program.body.find(({ start, end }) => lineOf(start) <= line && line <= lineOf(end));
  if (node === undefined) throw new Error(`no declaration in line ${line + 1}`);
  return signature(source, node.declaration ?? node).trim();
}

function signature(source: string, node: Declaration): string {
  const { body, declarations } = node;
  if (node.type === "ClassDeclaration" && body?.body) {
    const members = body.body.filter(isPublic).map((member) => `  ${memberSignature(source, member)}`);
    return `${source.slice(node.start, body.start)}{\n${members.join("\n\n")}\n}`;
  }
  if (node.type === "FunctionDeclaration" && body)
    return `${source.slice(node.start, body.start).trimEnd()};`;
  const [variable] = declarations ?? [];
  if (node.type === "VariableDeclaration" && variable)
    return `const ${source.slice(variable.id.start, variable.id.end)};`;
  return source.slice(node.start, node.end);
}

function isPublic({ type, key, accessibility }: Member): boolean {
  return type !== "StaticBlock" && key?.type !== "PrivateIdentifier" && accessibility === undefined;
}

/** With its docstring, which stands before it. */
function memberSignature(source: string, { start, end, value }: Member): string {
  const [, comment = ""] = /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*)$/.exec(source.slice(0, start)) ?? [];
  const body = value?.body;
  if (body) return `${comment}${source.slice(start, body.start).trimEnd()};`;
  const text = source.slice(start, value && !body ? value.start : end).replace(/\s*=\s*$/, "");
  return `${comment}${text.replace(/;?$/, ";")}`;
}
