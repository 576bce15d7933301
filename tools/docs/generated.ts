/**
 * The parts of documents that follow from the code. They stand between `<!-- generated: NAME -->` and `<!-- end -->`, are
 * written by `npm run docs:tables`, and a test compares them.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { documents } from "../markdown.ts";
import { rootDir } from "../workspace.ts";
import {
  chineseCodeFacts,
  chineseCodeTable,
  codeFacts,
  codeTable,
  serverCodeTable,
} from "./tables/errors.ts";
import { recipeTable } from "./tables/recipes.ts";
import { fieldTable, ownVariableTable, toolVariableTable, variableTable } from "./tables/settings.ts";
import { faultTable, scenarioTable, worldTable } from "./tables/simulators.ts";

type Generator = (argument: string) => string | Promise<string>;

/** By the first word after `generated:`; the second word is their argument. */
export const generators: Readonly<Record<string, Generator>> = {
  code: codeFacts,
  "code-zh": chineseCodeFacts,
  codes: codeTable,
  "codes-zh": chineseCodeTable,
  "default-world": worldTable,
  faults: faultTable,
  "own-variables": ownVariableTable,
  "profile-fields": fieldTable,
  recipes: recipeTable,
  scenarios: scenarioTable,
  "server-codes": serverCodeTable,
  "tool-variables": toolVariableTable,
  "variables-by-preset": variableTable,
};

/** A document with generated parts. */
export interface GeneratedDocument {
  readonly file: string;
  readonly text: string;
  /** The names of its parts, with their arguments. */
  readonly parts: readonly string[];
}

const PART = /^(<!-- generated: ([\w -]+) -->\n)[\s\S]*?^(<!-- end -->)$/gm;

/** Every document with generated parts, relative to the root. */
export function generatedDocuments(): readonly GeneratedDocument[] {
  return documents()
    .map(({ file }) => ({ file, text: readFileSync(join(rootDir, file), "utf8") }))
    .map(({ file, text }) => ({ file, text, parts: [...text.matchAll(PART)].map(([, , name = ""]) => name) }))
    .filter(({ parts }) => parts.length > 0);
}

/** The text as the code of today has it. */
export async function regenerated({ text, parts }: GeneratedDocument): Promise<string> {
  const contents = new Map<string, string>();
  for (const part of parts) contents.set(part, await generate(part));
  return text.replace(
    PART,
    (_, begin: string, name: string, end: string) => `${begin}${contents.get(name)}\n${end}`,
  );
}

const known = new Map<string, Promise<string>>();

function generate(part: string): Promise<string> {
  const [name = "", argument = ""] = part.split(" ");
  const generator = generators[name];
  if (generator === undefined) throw new Error(`no generator is called ${name}`);
  const content = known.get(part) ?? Promise.resolve(generator(argument));
  known.set(part, content);
  return content;
}
