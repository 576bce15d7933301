import type { DefineCommand, Examples } from "../../command/define.ts";
import { withHelp, withPluginOption, withProfileOptions } from "../../command/define.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import type { LogoutOptions } from "./run.ts";

const en = {
  description:
    "Drop the tokens and sessions of a profile from config.json, and keep the profile. An OAuth login is ended at the service too; CloudSSO offers no way to. The command says what lives on, and until when.",
  profileArgument: "the profile (default: the current one)",
  all: "every profile that somebody signed in for",
  json: "print as JSON what was dropped, and what lives on until when",
  examples: [
    ["alicred logout", "of the current profile"],
    ["alicred logout --all", "of every profile"],
  ] as Examples,
};

const zh: typeof en = {
  description:
    "从 config.json 中删除某个配置的令牌和会话，保留配置本身。OAuth 登录也会在服务端终止；云 SSO 没有提供这种方法。命令会说明哪些仍然有效到何时。",
  profileArgument: "配置名称（默认：当前配置）",
  all: "所有登录过的配置",
  json: "以 JSON 输出删除了什么，以及哪些仍有效到何时",
  examples: [
    ["alicred logout", "退出当前配置的登录"],
    ["alicred logout --all", "退出所有配置的登录"],
  ] as Examples,
};

export const logoutHelp: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred logout` on the command line. */
export const defineLogout: DefineCommand = (command, options) => {
  const help = logoutHelp();
  withPluginOption(withProfileOptions(withHelp(command, help).argument("[profile]", help.profileArgument)))
    .option("--all", help.all)
    .option("--json", help.json)
    .action(async (profile: string | undefined, given: LogoutOptions) => {
      const { logoutCommand } = await import("./run.ts");
      await logoutCommand({ ...given, ...(profile !== undefined && { profile }) }, options);
    });
};
