import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { ConfigurationError } from "@alicred/core";
import { providerText } from "./text.ts";

/** A block of arguments and nested blocks, not evaluated. */
export type Body = Readonly<Record<string, unknown>>;

/** The declarations in the files of a folder that concern providers. */
export interface Configuration {
  /** The provider blocks for Alibaba Cloud, under whatever local name. */
  readonly providers: readonly Body[];
  readonly variables: ReadonlyMap<string, Body>;
  readonly locals: ReadonlyMap<string, unknown>;
  /** The values of variables by files of values, as these are read: a later one comes before the earlier ones. */
  readonly values: ReadonlyMap<string, unknown>;
}

/** A larger file holds no configuration by hand. */
const MAX_BYTES = 4_000_000;

/** Parses Terraform's language. */
type Parse = (file: string, text: string) => Promise<Body>;

/**
 * Reads the `.tf` and `.tf.json` files of a folder, and the files with values of its variables.
 *
 * @throws {ConfigurationError} `FILE_UNREADABLE`; `INVALID_CONFIGURATION` with the place in a file that is broken. Nothing
 *   of its text is quoted.
 */
export async function readFolder(folder: string): Promise<Configuration> {
  const names = (await readdir(folder).catch(() => unreadable(folder))).sort();
  // Files that override come last, whatever their names.
  const [overrides, plain] = divide(
    names.filter((name) => /^[^.].*\.tf(?:\.json)?$/.test(name)),
    (name) => /^(?:.*_)?override\.tf(?:\.json)?$/.test(name),
  );
  if (plain.length + overrides.length === 0)
    throw new ConfigurationError("INVALID_OPTION", providerText().noFiles(folder));
  const read = (name: string): Promise<Body> => readBody(folder, name);
  const bodies = await Promise.all(plain.map(read));
  const overriding = await Promise.all(overrides.map(read));
  const valueFiles = [
    ...["terraform.tfvars", "terraform.tfvars.json"].filter((name) => names.includes(name)),
    ...names.filter((name) => /\.auto\.tfvars(?:\.json)?$/.test(name)),
  ];
  const values = await Promise.all(valueFiles.map((name) => readValues(folder, name)));
  const all = [...bodies, ...overriding];
  const locals = new Map(all.flatMap(({ locals }) => blocksOf(locals).flatMap(Object.entries)));
  return {
    providers: overridden(
      bodies.flatMap((body) => providersOf(body, all)),
      overriding.flatMap((body) => providersOf(body, all)),
    ),
    variables: new Map(all.flatMap(({ variable }) => namedBlocks(variable))),
    locals,
    values: new Map(values.flatMap(Object.entries)),
  };
}

/** The values of a file. In JSON, a text is what it is; elsewhere it may have escapes, as in a block. */
async function readValues(folder: string, name: string): Promise<Body> {
  const values = await readBody(folder, name);
  if (!name.endsWith(".json")) return values;
  return JSON.parse(
    JSON.stringify(values, (_, value) =>
      typeof value === "string" ? value.replace(/[$%](?=\{)/g, "$&$&") : value,
    ),
  );
}

async function readBody(folder: string, name: string): Promise<Body> {
  const path = join(folder, name);
  const { isFile, size } = await stat(path).then(
    (found) => ({ isFile: found.isFile(), size: found.size }),
    () => unreadable(path),
  );
  if (!isFile || size > MAX_BYTES) unreadable(path);
  const text = (await readFile(path, "utf8").catch(() => unreadable(path))).replace(/^\uFEFF/, "");
  if (name.endsWith(".json")) return parseJson(path, text);
  // Most files of a project hold resources alone.
  if (name.endsWith(".tf") && !/\b(?:provider|variable|locals|required_providers)\b/.test(text)) return {};
  return (await hclParser())(path, text);
}

/** The parser, loaded when a file needs it: it is a program in WebAssembly. */
async function hclParser(): Promise<Parse> {
  const { parse } = await import("@cdktn/hcl2json");
  return async (file, text) => {
    try {
      return await parse(file, text);
    } catch (thrown) {
      // Its message quotes names from the text; the place comes behind the file's name.
      const message = String(thrown);
      const from = message.indexOf(`${file}:`);
      const [, line, column] = /^(\d+),(\d+)/.exec(message.slice(from + file.length + 1)) ?? [];
      throw new ConfigurationError(
        "INVALID_CONFIGURATION",
        providerText().broken(file, Number(line ?? 1), Number(column ?? 1)),
      );
    }
  };
}

function parseJson(file: string, text: string): Body {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (thrown) {
    // Its message quotes the text.
    const [, position] = /position (\d+)/.exec(String(thrown)) ?? [];
    const before = text.slice(0, Number(position)).split("\n");
    const where = position === undefined ? "" : `:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
    throw new ConfigurationError("INVALID_CONFIGURATION", providerText().brokenJson(file, where));
  }
  return isBody(parsed) ? parsed : {};
}

/** The provider blocks for Alibaba Cloud, by the local names that `required_providers` gives it anywhere. */
function providersOf({ provider }: Body, all: readonly Body[]): readonly Body[] {
  const required = all
    .flatMap(({ terraform }) => blocksOf(terraform))
    .flatMap(({ required_providers: each }) => blocksOf(each))
    .flatMap((each) => Object.entries(each))
    .filter(([, value]) => /(?:^|\/)(?:aliyun|hashicorp)\/alicloud$/.test(String(Object(value).source)))
    .map(([name]) => name);
  return blocksOf(provider).flatMap((byName) =>
    [...new Set(["alicloud", ...required])].flatMap((name) => blocksOf(byName[name])),
  );
}

/** Blocks with the arguments of those that override them, the ones with the same alias. */
function overridden(blocks: readonly Body[], overrides: readonly Body[]): readonly Body[] {
  return blocks.map((block) =>
    Object.assign({}, block, ...overrides.filter(({ alias }) => alias === block["alias"])),
  );
}

/** Blocks with a label: `variable "region" {}`. */
function namedBlocks(value: unknown): readonly (readonly [string, Body])[] {
  return blocksOf(value).flatMap((byName) =>
    Object.entries(byName).flatMap(([name, blocks]) =>
      blocksOf(blocks).map((block) => [name, block] as const),
    ),
  );
}

/** One block or several. */
export function blocksOf(value: unknown): readonly Body[] {
  return (Array.isArray(value) ? value : [value]).filter(isBody);
}

export function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function divide<T>(all: readonly T[], test: (one: T) => boolean): readonly [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}

function unreadable(name: string): never {
  throw new ConfigurationError("FILE_UNREADABLE", providerText().unreadable(name));
}
