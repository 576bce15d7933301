import { readFile } from "node:fs/promises";
import { parseAst } from "rolldown/parseAst";
import { describe, expect, it } from "vitest";

const read = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), "utf8");

/** The first code span of each row in the table whose header starts with `head`. */
async function firstCells(head: string): Promise<readonly string[]> {
  const [, table = ""] = (await read("../README.md")).split(`\n| ${head} |`);
  const [rows = ""] = table.split("\n\n");
  return rows.split("\n").flatMap((row) => row.split("|")[1]?.match(/(?<=`)[\w-]+/g) ?? []);
}

/** A node of the syntax tree, as far as it is read here. */
interface Node {
  readonly type: string;
  readonly id?: { readonly name?: string };
  readonly key?: { readonly name?: string };
  readonly value?: unknown;
  readonly literal?: Node;
}

/** All nodes below a value, in the order of the source. */
function nodesBelow(value: unknown): readonly Node[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "type" in value && typeof value.type === "string" ? [value as Node] : [];
  return [...own, ...Object.values(value).flatMap(nodesBelow)];
}

/** The declaration of a type or interface, by the parser: the layout of the source does not matter. */
async function declaration(path: string, name: string): Promise<Node> {
  const program = parseAst(await read(path), { lang: "ts" });
  const found = nodesBelow(program).find(({ type, id }) => type.startsWith("TS") && id?.name === name);
  if (found === undefined) throw new Error(`${path} declares no ${name}`);
  return found;
}

/** The texts of a union, at any depth. */
const literals = (node: unknown): readonly unknown[] =>
  nodesBelow(node).flatMap(({ type, literal }) => (type === "TSLiteralType" ? [literal?.value] : []));

/** The properties of an object type, and of those within it. */
const properties = (node: unknown): readonly Node[] =>
  nodesBelow(node).filter(({ type }) => type === "TSPropertySignature");

/** The names of an interface's own properties. */
async function fields(path: string, name: string): Promise<readonly unknown[]> {
  const { body } = (await declaration(path, name)) as { readonly body?: { readonly body?: readonly Node[] } };
  return (body?.body ?? []).map(({ key }) => key?.name);
}

describe("the README lists", () => {
  it("every code", async () => {
    const codes = literals(await declaration("../src/errors.ts", "KernelCode"));
    expect(codes).toContain("NOT_CONFIGURED");
    expect(await firstCells("code")).toEqual(codes);
  });

  it("every event", async () => {
    const steps = properties(await declaration("../src/events.ts", "Step"));
    const types = steps.filter(({ key }) => key?.name === "type").flatMap(literals);
    expect(types).toContain("refresh-start");
    expect(await firstCells("`type`")).toEqual(types);
  });

  it("every field of the policy", async () => {
    const names = await fields("../src/refresh/policy.ts", "RefreshPolicy");
    expect(names).toContain("host");
    expect(await firstCells("`RefreshPolicy`")).toEqual(names);
  });

  it("every option of a call", async () => {
    const names = await fields("../src/refresh/policy.ts", "GetOptions");
    expect(names).toContain("signal");
    expect(await firstCells("`get` option")).toEqual(names);
  });
});
