import type { CommandHelp, DefineCommand } from "../../command/define.ts";
import { withHelp } from "../../command/define.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  configure: {
    examples: [["alicred configure switch --profile prod", "prints: alicred profiles use prod"]],
  } as CommandHelp,
  words: "the words of `aliyun configure`",
};

const zh: typeof en = {
  configure: {
    examples: [["alicred configure switch --profile prod", "输出：alicred profiles use prod"]],
  },
  words: "原 `aliyun configure` 的参数",
};

export const configureHelp: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred configure …` on the command line: for people who come from the aliyun CLI. */
export const defineConfigure: DefineCommand = (command) => {
  const help = configureHelp();
  withHelp(command, help.configure)
    .argument("[words...]", help.words)
    .allowUnknownOption()
    .action(async (words: readonly string[]) => {
      const { configure } = await import("./run.ts");
      await configure(words);
    });
};
