import { Argument } from "commander";
import type { DefineCommand, Examples } from "../../command/define.ts";
import { withHelp } from "../../command/define.ts";
import { reportFailure } from "../../command/failure.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { SHELLS, type Shell } from "../../terminal/shells.ts";

const en = {
  description:
    "Prints the script that completes commands, options and the names of your profiles at TAB. Evaluate it where your shell starts. It reads config.json and asks no network.",
  shell: "your shell",
  examples: [
    ['eval "$(alicred completion bash)"', "in ~/.bashrc"],
    ['eval "$(alicred completion zsh)"', "in ~/.zshrc, behind compinit"],
    ["alicred completion fish | source", "in ~/.config/fish/config.fish"],
    ["alicred completion powershell | Out-String | Invoke-Expression", "in $PROFILE"],
  ] as Examples,
};

const zh: typeof en = {
  description:
    "输出补全脚本：按 TAB 补全命令、选项和您的配置名称。请在 shell 启动时执行它。补全只读取 config.json，不访问网络。",
  shell: "您的 shell",
  examples: [
    ['eval "$(alicred completion bash)"', "写在 ~/.bashrc 中"],
    ['eval "$(alicred completion zsh)"', "写在 ~/.zshrc 中，位于 compinit 之后"],
    ["alicred completion fish | source", "写在 ~/.config/fish/config.fish 中"],
    ["alicred completion powershell | Out-String | Invoke-Expression", "写在 $PROFILE 中"],
  ] as Examples,
};

export const completionHelp: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred completion` on the command line. */
export const defineCompletion: DefineCommand = (command) => {
  const help = completionHelp();
  withHelp(command, help)
    .addArgument(new Argument("<shell>", help.shell).choices(SHELLS))
    .action(async (shell: Shell) => {
      const { completionScript } = await import("./scripts.ts");
      const { printRaw } = await import("../../terminal/terminal.ts");
      await reportFailure(async () => printRaw(completionScript(shell)));
    });
};
