import type { Command } from "commander";
import { addCommand, type DefineCommand, type Examples } from "../../command/define.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { isTopic } from "./topics.ts";

const en = {
  summary: "print the help of a command, or about a topic",
  words: "a command, or one of: environment, exit-codes, formats",
  examples: [
    ["alicred help profiles add", "the options of a command"],
    ["alicred help environment", "every variable, and who reads it"],
    ["alicred help exit-codes", "what exit codes mean"],
    ["alicred help formats", "the forms of resolve, and who reads them"],
  ] as Examples,
};

const zh: typeof en = {
  summary: "显示某个命令的帮助，或某个主题",
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
export const defineHelp: DefineCommand = (program) => {
  const help = helpHelp();
  addCommand(program, "help", help)
    .argument("[words...]", help.words)
    .action(async (words: readonly string[]) => {
      const [topic] = words;
      if (words.length === 1 && isTopic(topic)) {
        const { printTopic } = await import("./print-topic.ts");
        printTopic(topic);
        return;
      }
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
