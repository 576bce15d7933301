import { type Catalogue, catalogue } from "../terminal/language.ts";

type Rows = readonly (readonly [line: string, what: string])[];

/** The texts of help and of wrong use that all commands share. */
const en = {
  description:
    "Alibaba Cloud credentials: sign in once, use any mode in any tool, see where they come from, and simulate the services that issue them.",
  version: "print the version",
  help: "print this help",
  helpCommand: "print the help of a command",
  helpHint: "(alicred --help lists the commands)",
  helpOf: (command: string): string => `(${command} --help lists its options)`,
  places: (commands: string): string => `(Did you mean ${commands}?)`,
  examples: "Examples:",
  usage: "Usage:",
  arguments: "Arguments:",
  options: "Options:",
  commands: "Commands:",
  signIn: "Sign in, and keep profiles:",
  use: "Use an identity:",
  look: "Look:",
  develop: "Test and extend:",
  choices: (list: string): string => `one of ${list}`,
  default: (value: string): string => `default: ${value}`,
  more: "More:",
  firstSteps: [
    ["alicred login --sso https://signin-….alibabacloudsso.com/acme/login", "sign in once"],
    ["alicred exec prod -- terraform plan", "run a tool as a profile of any mode"],
    ["alicred why --compare", "see whether Terraform, SDKs and CLI are the same here"],
  ] as Rows,
  topics: [
    ["alicred help COMMAND", "the options of a command, with examples"],
    ["alicred help environment", "every variable, and who reads it"],
    ["alicred help exit-codes", "what they mean"],
    ["alicred help formats", "the forms of resolve, and who reads them"],
  ] as Rows,
  privacy: "This command sends no telemetry and does not look for updates.",
  lang: "language of help and messages (default: ALICRED_LANG, the profile's, LC_ALL, LC_MESSAGES, LANG)",
  as: "follow the precedence of this tool (default: sdk; with --profile, that profile and nothing else)",
  profile: "a profile of config.json",
  profileArgument: "the same as --profile",
  twoProfiles: (argument: string, option: string): string =>
    `two profiles are named, ${argument} and, by --profile, ${option}. Name one.`,
  configFile: "the file to read instead of ~/.aliyun/config.json",
  providerConfig:
    "Terraform's provider block: a folder with .tf files, or a JSON object in a file, - for standard input; implies --as terraform",
  providerAlias: "the alias of the provider block, where the folder has several",
  compat: "what Terraform's provider does rather than what its documents say",
  plugin:
    "a module that exports plugins, whose profile modes are understood too: a path or a package; repeatable",
  debug: "print what happens, step by step, to standard error; no secrets",
  cache: "keep sessions between runs, encrypted; ALICRED_CACHE=1 does so always",
  noCache: "keep no sessions, and use none that was kept",
  json: "print JSON, for programs",
  none: "none",
  filled: "It must not be empty.",
};

const zh: typeof en = {
  description:
    "阿里云访问凭证：一次登录，任何凭证类型可用于任何工具；说明凭证从何而来；并可模拟签发凭证的服务。",
  version: "显示版本号",
  help: "显示本帮助",
  helpCommand: "显示某个命令的帮助",
  helpHint: "（alicred --help 列出所有命令）",
  helpOf: (command: string) => `（${command} --help 列出它的选项）`,
  places: (commands: string) => `（您是否想用 ${commands}？）`,
  examples: "示例：",
  usage: "用法：",
  arguments: "参数：",
  options: "选项：",
  commands: "命令：",
  signIn: "登录与配置：",
  use: "使用身份：",
  look: "查看：",
  develop: "测试与扩展：",
  choices: (list) => `可选值：${list}`,
  default: (value) => `默认：${value}`,
  more: "更多：",
  firstSteps: [
    ["alicred login --sso https://signin-….alibabacloudsso.com/acme/login", "一次登录"],
    ["alicred exec prod -- terraform plan", "以任意凭证类型的配置运行工具"],
    ["alicred why --compare", "查看 Terraform、SDK 和 CLI 在此是否相同"],
  ],
  topics: [
    ["alicred help COMMAND", "某个命令的选项和示例"],
    ["alicred help environment", "所有环境变量，以及谁读取它们"],
    ["alicred help exit-codes", "退出码的含义"],
    ["alicred help formats", "resolve 的输出格式，以及谁读取它们"],
  ],
  privacy: "alicred 不发送遥测数据，也不检查更新。",
  lang: "帮助和消息的语言（默认依次取 ALICRED_LANG、配置的 language、LC_ALL、LC_MESSAGES、LANG）",
  as: "按此工具的优先级查找（默认 sdk；给出 --profile 时只用该配置）",
  profile: "config.json 中的配置名称",
  profileArgument: "同 --profile",
  twoProfiles: (argument: string, option: string) =>
    `给出了两个配置：${argument}，以及 --profile 的 ${option}。请只给一个。`,
  configFile: "代替 ~/.aliyun/config.json 读取的配置文件",
  providerConfig:
    "Terraform 的 provider 块：含 .tf 文件的目录，或含 JSON 对象的文件，- 表示标准输入；隐含 --as terraform",
  providerAlias: "目录中有多个 provider 块时，要使用的块的别名",
  compat: "按 Terraform provider 的实际行为，而不是其文档",
  plugin: "导出插件的模块（路径或包名），其凭证类型也可使用；可重复",
  debug: "把每一步输出到标准错误，不含任何密钥",
  cache: "在多次运行之间保留会话（加密）；ALICRED_CACHE=1 表示始终如此",
  noCache: "不保留会话，也不使用已保留的会话",
  json: "输出 JSON，供程序读取",
  none: "无",
  filled: "不能为空。",
};

export const helpText: Catalogue<typeof en> = catalogue({ en, zh });
