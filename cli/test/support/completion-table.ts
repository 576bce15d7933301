import type { Argument, Command, Option } from "commander";
import type { TableCommand } from "../../src/commands/completion/complete.ts";
import { createProgram } from "../../src/mod.ts";

/** The kind of a value by the name that help gives it. */
const KINDS: readonly (readonly [names: RegExp, kind: string])[] = [
  [/^profiles?$/, "profile"],
  [/^(?:path|file|module)$/, "files"],
  [/^(?:folder|dir|directory)$/, "folders"],
];

/** The table of `alicred __complete`, as the program of today defines it. */
export function completionTable(): TableCommand {
  return tableOf(createProgram({ language: "en" }), createProgram({ language: "zh" }), {});
}

function tableOf(english: Command, chinese: Command, summary: TableCommand): TableCommand {
  const help = english.createHelp();
  const options = help.visibleOptions(english).flatMap(optionEntries);
  const kinds = english.registeredArguments.map(argumentKind);
  const commands = english.commands.map((each): readonly [string, TableCommand] => {
    const other = chinese.commands.find((one) => one.name() === each.name()) ?? each;
    return [each.name(), tableOf(each, other, { en: each.summary(), zh: other.summary() })];
  });
  return {
    ...summary,
    ...(options.length > 0 && { options: Object.fromEntries(options) }),
    ...(kinds.length > 0 && { arguments: kinds.join(";") }),
    ...(commands.length > 0 && { commands: Object.fromEntries(commands) }),
  };
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
