import type { Command } from "commander";
import { type DefineCommand, type Examples, withHelp } from "../../command/define.ts";
import { reportFailure } from "../../command/failure.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { isTopic } from "./topics.ts";

const en = {
  words: "a command, or one of: environment, exit-codes, formats",
  examples: [
    ["alicred help profiles add", "the options of a command"],
    ["alicred help environment", "every variable, and who reads it"],
    ["alicred help exit-codes", "what exit codes mean"],
    ["alicred help formats", "the forms of resolve, and who reads them"],
  ] as Examples,
};

const zh: typeof en = {
  words: "命令，或以下主题之一：environment、exit-codes、formats",
  examples: [
    ["alicred help profiles add", "某个命令的选项"],
    ["alicred help environment", "所有环境变量，以及谁读取它们"],
    ["alicred help exit-codes", "退出码的含义"],
    ["alicred help formats", "resolve 的输出格式，以及谁读取它们"],
  ] as Examples,
};

export const helpHelp: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred help` on the command line. */
export const defineHelp: DefineCommand = (command, _options, define) => {
  const help = helpHelp();
  withHelp(command, help)
    .argument("[words...]", help.words)
    .action(async (words: readonly string[]) => {
      const program = command.parent ?? command;
      const [topic] = words;
      if (words.length === 1 && isTopic(topic)) {
        const { printTopic } = await import("./print-topic.ts");
        await reportFailure(async () => printTopic(topic));
        return;
      }
      const first = program.commands.find((each) => each.name() === topic);
      if (first !== undefined) await define(first);
      const found = commandAt(program, words);
      if (found !== undefined) found.outputHelp();
      else {
        const { noHelpFor } = await import("./no-help.ts");
        await noHelpFor(program, words);
      }
    });
};

/** The command that words lead to. */
function commandAt(command: Command, words: readonly string[]): Command | undefined {
  const [word, ...rest] = words;
  if (word === undefined) return command;
  const inner = command.commands.find((each) => each.name() === word || each.aliases().includes(word));
  return inner && commandAt(inner, rest);
}
