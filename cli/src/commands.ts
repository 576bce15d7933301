import type { DefineCommand } from "./command/define.ts";
import { type Catalogue, catalogue } from "./terminal/language.ts";

/** A command as the list of commands shows it, before its definition is loaded. */
export interface ListedCommand {
  /** The name, and its arguments as its definition has them. */
  readonly usage: string;
  /** One line about it. */
  readonly summary: Catalogue<string>;
  /** The names of its own subcommands, for people who leave out its name. */
  readonly family?: readonly string[];
  /** Loads what defines it: its options, and their texts. */
  readonly load: () => Promise<DefineCommand>;
}

/** Every command, as help groups them. A new command is a folder in `commands/` and a place here. */
export const COMMANDS: Readonly<Record<"signIn" | "use" | "look" | "develop", readonly ListedCommand[]>> = {
  signIn: [
    {
      usage: "login [profile]",
      summary: catalogue({
        en: "sign in by CloudSSO or OAuth, and keep the login in a profile",
        zh: "通过云 SSO 或 OAuth 登录，并把登录状态保存到配置",
      }),
      load: async () => (await import("./commands/login/command.ts")).defineLogin,
    },
    {
      usage: "logout [profile]",
      summary: catalogue({
        en: "drop the tokens and sessions of a profile, and keep the profile",
        zh: "删除配置中的令牌和会话，保留配置本身",
      }),
      load: async () => (await import("./commands/logout/command.ts")).defineLogout,
    },
    {
      usage: "profiles",
      family: ["list", "show", "add", "set", "use", "remove", "rename", "copy", "import", "rotate", "doctor"],
      summary: catalogue({
        en: "list, add, change and check the profiles of config.json",
        zh: "列出、新增、修改和检查 config.json 中的配置",
      }),
      load: async () => (await import("./commands/profiles/command.ts")).defineProfiles,
    },
    {
      usage: "configure [words...]",
      summary: catalogue({
        en: "what takes the place of `aliyun configure` here: prints the line to type",
        zh: "这里代替 `aliyun configure` 的命令：输出应输入的命令行",
      }),
      load: async () => (await import("./commands/configure/command.ts")).defineConfigure,
    },
  ],
  use: [
    {
      usage: "exec [profile]",
      summary: catalogue({
        en: "run a program, or a shell, as a profile",
        zh: "以某个配置的身份运行程序或 Shell",
      }),
      load: async () => (await import("./commands/exec/command.ts")).defineExec,
    },
    {
      usage: "serve [profiles...]",
      summary: catalogue({
        en: "serve credentials that stay fresh to the programs of this machine, until Ctrl+C",
        zh: "向本机程序提供始终有效的访问凭证，直到按下 Ctrl+C",
      }),
      load: async () => (await import("./commands/serve/command.ts")).defineServe,
    },
    {
      usage: "resolve [profile]",
      summary: catalogue({
        en: "resolve credentials; print who they are from, and with --json the credentials themselves",
        zh: "获取访问凭证，显示其来源；加 --json 输出凭证本身",
      }),
      load: async () => (await import("./commands/resolve/command.ts")).defineResolve,
    },
    {
      usage: "export [profile]",
      summary: catalogue({
        en: "write a profile or file with which another tool uses these credentials",
        zh: "写出一个配置或文件，让其他工具使用这些凭证",
      }),
      load: async () => (await import("./commands/export/command.ts")).defineExport,
    },
    {
      usage: "console [profile]",
      summary: catalogue({
        en: "open the web console as the role of a session",
        zh: "以会话的角色身份打开控制台",
      }),
      load: async () => (await import("./commands/console/command.ts")).defineConsole,
    },
    {
      usage: "shell <shell> [profile]",
      summary: catalogue({
        en: "print functions for a shell: ali-use NAME, ali-leave, and completion",
        zh: "输出 Shell 函数：ali-use NAME、ali-leave，以及补全",
      }),
      load: async () => (await import("./commands/shell/command.ts")).defineShell,
    },
    {
      usage: "time",
      summary: catalogue({
        en: "print how long the session of this shell lasts, for a prompt; nothing without one",
        zh: "显示当前 Shell 会话的剩余有效期，供提示符使用；没有会话则不输出",
      }),
      load: async () => (await import("./commands/time/command.ts")).defineTime,
    },
    {
      usage: "completion <shell>",
      summary: catalogue({
        en: "print the script that completes commands, options and profile names at TAB",
        zh: "输出补全脚本：按 TAB 补全命令、选项和配置名称",
      }),
      load: async () => (await import("./commands/completion/command.ts")).defineCompletion,
    },
  ],
  look: [
    {
      usage: "why [profile]",
      summary: catalogue({
        en: "explain where the credentials come from: what each source looked for, found and answered",
        zh: "说明访问凭证从何而来：每个来源查找了什么、找到了什么、回答了什么",
      }),
      load: async () => (await import("./commands/why/command.ts")).defineWhy,
    },
    {
      usage: "whoami [profile]",
      summary: catalogue({
        en: "ask the cloud whose the credentials are",
        zh: "询问云端：这些凭证属于谁",
      }),
      load: async () => (await import("./commands/whoami/command.ts")).defineWhoami,
    },
    {
      usage: "cache",
      family: ["list", "clear"],
      summary: catalogue({
        en: "list and remove the sessions that are kept between runs (--cache)",
        zh: "列出和删除多次运行之间保留的会话（--cache）",
      }),
      load: async () => (await import("./commands/cache/command.ts")).defineCache,
    },
    {
      usage: "help [words...]",
      summary: catalogue({
        en: "print the help of a command, or about a topic",
        zh: "显示某个命令的帮助，或某个主题",
      }),
      load: async () => (await import("./commands/help/command.ts")).defineHelp,
    },
  ],
  develop: [
    {
      usage: "simulate",
      summary: catalogue({
        en: "serve a simulated Alibaba Cloud on this machine, to test any client against, until Ctrl+C",
        zh: "在本机模拟阿里云，供任何客户端测试，直到按下 Ctrl+C",
      }),
      load: async () => (await import("./commands/simulate/command.ts")).defineSimulate,
    },
    {
      usage: "plugin",
      family: ["new"],
      summary: catalogue({
        en: "write a plugin of your own: credentials from anywhere",
        zh: "编写自己的插件：从任意来源获取凭证",
      }),
      load: async () => (await import("./commands/plugin/command.ts")).definePluginCommand,
    },
    {
      usage: "bench [scenarios...]",
      summary: catalogue({
        en: "measure a plugin, or the cache alone, on this machine: hits, stampedes, outages",
        zh: "在本机测量插件或缓存本身：缓存命中、并发冲击、上游故障",
      }),
      load: async () => (await import("./commands/bench/command.ts")).defineBench,
    },
  ],
};

/** The name at the beginning of a usage. */
export function nameIn(usage: string): string {
  return usage.replace(/ .*/, "");
}
