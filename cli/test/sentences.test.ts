import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseAst } from "rolldown/parseAst";
import { expect, test } from "vitest";

// Every sentence that a person reads stands in a catalogue, in both languages: here, what stands elsewhere, and why.

const root = fileURLToPath(new URL("../src/", import.meta.url));

/** Files and folders whose texts are for others than the readers of the command's messages. */
const FOR_OTHERS: Readonly<Record<string, string>> = {
  "library/runtime-web.ts": "an error of the library",
  "command/sessions/keyring.ts": "a program for Node",
  "commands/bench/suite/": "names of figures, the same in the tables of the repository",
  "commands/completion/scripts.ts": "scripts for shells",
  "commands/completion/table.ts": "both languages, written from the catalogues",
  "commands/shell/functions.ts": "scripts for shells",
  "commands/exec/variables.ts": "the readers of variables, whose Chinese is in help/readers.ts",
  "commands/help/readers.ts": "the Chinese of the readers of variables",
  "commands/serve/document.ts": "replies to programs",
  "commands/serve/http.ts": "replies to programs",
  "commands/serve/metadata-route.ts": "replies to programs",
};

/** Sentences that stay English, because programs read them or nobody does. */
const ENGLISH: readonly string[] = [
  // For --json too; its Chinese is in simulate/text.ts.
  "the main account",
  // The begin of a place in a trace, looked for.
  "the default",
  // The subject of the kernel's messages.
  "The console's sign-in service",
  // Compared with those of the commands above this one, whatever their language.
  " of {}",
  // A fault of alicred itself.
  "there is no identity for a snapshot",
];

/** Words that begin a line to type or a part of one: tools, and words of shells. */
const TO_TYPE =
  /^(?:<!doctype|alicred|aliyun|aliyunlog|ossutil|docker|packer build|npm|cd|rm|chmod|unset|set|export|exit|curl|Remove-Item|resolve|RAM|\w+AccessKey|--use| npx| cat)\b/;

test("no sentence stands outside a catalogue", () => {
  const files = readdirSync(root, { encoding: "utf8", recursive: true })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts"));
  const others = Object.keys(FOR_OTHERS);
  const found = files.flatMap((file) => sentencesOf(file).map((text) => ({ file, text })));
  const unexplained = found.filter(
    ({ file, text }) =>
      !others.some((each) => file.startsWith(each)) && !ENGLISH.includes(text) && !TO_TYPE.test(text),
  );
  expect(unexplained).toEqual([]);
  // Reasons that no longer hold go.
  expect(others.filter((name) => !found.some(({ file }) => file.startsWith(name)))).toEqual([]);
  expect(ENGLISH.filter((text) => !found.some((each) => each.text === text))).toEqual([]);
});

test("a sentence in code is found, one in a catalogue is not", () => {
  const code = `const en = { a: "one two three" }; const zh = { a: "一" }; const text = catalogue({ en, zh });
    print(\`\${name} is not here\`);`;
  expect(sentencesIn(code)).toEqual(["{} is not here"]);
});

interface Node {
  readonly type?: string;
  readonly [part: string]: unknown;
}

function sentencesOf(file: string): readonly string[] {
  return sentencesIn(readFileSync(`${root}${file}`, "utf8"));
}

/** The texts of code that read like sentences, catalogues left out. Values in them are `{}`. */
function sentencesIn(code: string): readonly string[] {
  const program = parseAst(code, { lang: "ts" }) as unknown as Node;
  const catalogues = new Set<unknown>();
  visit(program, (node) => {
    if (isCatalogue(node)) visit(node["arguments"], (inner) => Boolean(catalogues.add(inner["name"])));
    return true;
  });
  const found: string[] = [];
  visit(program, (node) => {
    const isText = node.type === "VariableDeclarator" && catalogues.has(Object(node["id"]).name);
    // Types, and the names of modules, are no texts.
    if (isText || isCatalogue(node) || /^TS\w*(?:Type|Declaration)$|^Import/.test(node.type ?? ""))
      return false;
    const text = textOf(node);
    if (text !== undefined && /[A-Za-z]{2,} (?:[a-z]{2,}|\{\})/.test(text)) found.push(text);
    return true;
  });
  return found;
}

function isCatalogue({ type, callee }: Node): boolean {
  return type === "CallExpression" && Object(callee).name === "catalogue";
}

function textOf({ type, value, quasis }: Node): string | undefined {
  if (type === "Literal" && typeof value === "string") return value;
  if (type !== "TemplateLiteral" || !Array.isArray(quasis)) return undefined;
  return quasis.map((each) => String(Object(Object(each).value).cooked)).join("{}");
}

/** Calls `act` with every node, parents first; `false` leaves out what is below. */
function visit(node: unknown, act: (node: Node) => boolean): void {
  if (Array.isArray(node)) for (const each of node) visit(each, act);
  else if (typeof node === "object" && node !== null && act(node as Node))
    for (const part of Object.values(node)) visit(part, act);
}
