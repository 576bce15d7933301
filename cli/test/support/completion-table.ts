import type { Argument, Command, Option } from "commander";
import type { TableCommand } from "../../src/commands/completion/complete.ts";
import { useLanguage } from "../../src/terminal/language.ts";
import { wholeProgram } from "./whole-program.ts";

/** The kind of a value by the name that help gives it. */
const KINDS: readonly (readonly [names: RegExp, kind: string])[] = [
  [/^profiles?$/, "profile"],
  [/^(?:path|file|module)$/, "files"],
  [/^(?:folder|dir|directory)$/, "folders"],
];

/** The file with the table of `alicred __complete`, as the program of today defines it. */
export async function completionTable(): Promise<string> {
  const english = await wholeProgram({ language: "en" });
  const lines = linesOf(english, await wholeProgram({ language: "zh" }), "", {});
  // The tests that come next in this process speak English.
  useLanguage("en");
  return `// The commands and options of alicred, for TAB. Written by: npx vitest run cli/test/completion/table.test.ts -u
export const TABLE = \`${lines.map((line) => `${line}\n`).join("")}\`;
`;
}

/** A line for a command, and those of its own commands. */
function linesOf(english: Command, chinese: Command, path: string, summary: TableCommand): readonly string[] {
  const options = english.createHelp().visibleOptions(english).flatMap(optionEntries);
  const kinds = english.registeredArguments.map(argumentKind);
  const command: TableCommand = {
    ...summary,
    ...(options.length > 0 && { options: Object.fromEntries(options) }),
    ...(kinds.length > 0 && { arguments: kinds.join(";") }),
  };
  // Characters that would end the text, or be code in it.
  const json = JSON.stringify(command).replace(/[`\\$]/g, (character) =>
    character === "\\" ? "\\\\" : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  const inner = english.commands.flatMap((each) => {
    const other = chinese.commands.find((one) => one.name() === each.name()) ?? each;
    const texts = { en: each.summary(), zh: other.summary() };
    return linesOf(each, other, `${path}${each.name()} `, texts);
  });
  return [`${path}${json}`, ...inner];
}

function optionEntries(option: Option): readonly (readonly [string, string])[] {
  const takesValue = option.required || option.optional;
  // Its value is called a name, as that of others is.
  const name = option.long === "--profile" ? "profile" : /[<[]([\w-]+)/.exec(option.flags)?.[1];
  const kind = takesValue ? kindOf(name, option.argChoices) : "";
  return [option.long, option.short].flatMap((flag) => (flag == null ? [] : [[flag, kind] as const]));
}

function argumentKind(argument: Argument): string {
  return kindOf(argument.name(), argument.argChoices) + (argument.variadic ? "..." : "");
}

function kindOf(name = "", choices?: readonly string[]): string {
  if (choices !== undefined) return choices.join(" ");
  return KINDS.find(([names]) => names.test(name))?.[1] ?? "any";
}
