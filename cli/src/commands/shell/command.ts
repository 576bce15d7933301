import { Argument, type Command } from "commander";
import {
  type DefineCommand,
  type Examples,
  parseFilled,
  profileGiven,
  withCacheOption,
  withHelp,
  withSourceOptions,
} from "../../command/define.ts";
import { parseSpan } from "../../command/span.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { SHELLS, type Shell } from "../../terminal/shells.ts";
import type { ShellOptions } from "./run.ts";

const en = {
  description:
    "Prints functions for a shell, to be evaluated when it starts. ali-use NAME makes the shell itself the profile, by the variables that alicred exec sets; ali-leave gives it back what it had before. Completion comes with them.",
  shell: "the shell",
  profile: "with --use: the profile that the shell becomes",
  use: "print the lines that make the shell this profile: ali-use evaluates them",
  minTtl: "with --use: how long the credentials must live at least",
  region: "with --use: the region, instead of that of the profile",
  examples: [
    ['eval "$(alicred shell zsh)"', "in ~/.zshrc; the same for bash in ~/.bashrc"],
    ["alicred shell fish | source", "in ~/.config/fish/config.fish"],
    ["alicred shell powershell | Out-String | Invoke-Expression", "in $PROFILE"],
    ["ali-use prod", "then, in the shell"],
  ] as Examples,
};

const zh: typeof en = {
  description:
    "输出 Shell 启动时要执行的函数。ali-use NAME 让当前 Shell 使用该配置的身份，设置的环境变量与 alicred exec 相同；ali-leave 恢复之前的环境变量。同时提供补全。",
  shell: "Shell 名称",
  profile: "与 --use 同用：当前 Shell 使用的配置",
  use: "输出让当前 Shell 使用此配置的语句，由 ali-use 执行",
  minTtl: "与 --use 同用：凭证的最短剩余有效期",
  region: "与 --use 同用：代替配置中的地域",
  examples: [
    ['eval "$(alicred shell zsh)"', "写入 ~/.zshrc；bash 同样写入 ~/.bashrc"],
    ["alicred shell fish | source", "写入 ~/.config/fish/config.fish"],
    ["alicred shell powershell | Out-String | Invoke-Expression", "写入 $PROFILE 指向的文件"],
    ["ali-use prod", "然后在 Shell 中使用"],
  ] as Examples,
};

export const shellHelp: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred shell` on the command line. */
export const defineShell: DefineCommand = (command, options) => {
  const help = shellHelp();
  withCacheOption(withSourceOptions(withHelp(command, help)))
    .addArgument(new Argument("<shell>", help.shell).choices(SHELLS))
    .argument("[profile]", help.profile, parseFilled)
    .option("--use", help.use)
    .option("--min-ttl <span>", help.minTtl, parseSpan, parseSpan("5min"))
    .option("--region <id>", help.region)
    .action(async (shell: Shell, profile: string | undefined, given: ShellOptions, command: Command) => {
      const { shellCommand } = await import("./run.ts");
      await shellCommand(shell, profileGiven(profile, given, command), options);
    });
};
