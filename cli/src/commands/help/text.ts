import { type Catalogue, catalogue } from "../../terminal/language.ts";
import type { Format } from "../resolve/format-names.ts";

type Rows = readonly (readonly [name: string, what: string])[];

const en = {
  unknown: (name: string): string => `There is no help for "${name}". The list: alicred --help`,
  exitCodes: "Exit codes:",
  exitCodeRows: [
    ["0", "done. For why, an explanation that nothing is configured is done too"],
    ["1", "failed: what went wrong is on standard error, with its code"],
    ["2", "wrong use: an option, an argument or a name of a profile"],
    ["3", "nothing is configured that could be used"],
    ["4", "a login is needed: alicred login"],
    ["130", "cancelled at a prompt, or by Ctrl+C"],
  ] as Rows,
  execCodes: "Exit codes of exec, beside those of the program that it runs:",
  execCodeRows: [
    ["125", "alicred failed before the program was started"],
    ["126", "the program was found, but cannot be run"],
    ["127", "the program was not found"],
    ["128+N", "the program was ended by signal N, as shells say it"],
  ] as Rows,
  formats: "Forms of alicred resolve --format:",
  formatRows: {
    table: "for people, without secrets; the default",
    json: "for programs: keys, expiration, region, provenance",
    env: 'for bash, zsh, dash: eval "$(alicred resolve prod --format env)"',
    fish: "for fish: alicred resolve prod --format fish | source",
    dotenv: "for .env files: Docker Compose, Node, direnv",
    powershell: "for PowerShell: … | Out-String | Invoke-Expression",
    cmd: "for a batch file of Windows: … > key.cmd, then: call key.cmd",
    external: "for process_command: the aliyun CLI, SDKs, OSS SDKs, odpscmd, ecctl; fails in one line",
    "credentials-uri": "the document of a credentials URI, for servers of your own",
    ini: "a section of ~/.alibabacloud/credentials, the INI file of the SDKs",
    "config-json": "a config.json with one profile, a copy that is not renewed",
  } satisfies Record<Format, string> as Readonly<Record<Format, string>>,
  formatsNote:
    "Values are quoted for their shell, whatever they hold. Every form but the table holds secrets: keep it out of logs. Variables are set for all tools, and those of other identities cleared, as alicred exec does.",
  ownVariables: "Read by alicred:",
  ownRows: [
    ["ALICRED_LANG", "the language, en or zh; else the profile's, LC_ALL, LC_MESSAGES, LANG"],
    ["ALICRED_PLUGINS", "modules with plugins, separated as in PATH"],
    ["ALICRED_CACHE", "keeps sessions between runs, encrypted, as --cache does"],
    ["ALICRED_CREDENTIALS_URI_ALLOWED_HOSTS", "hosts that may serve credentials over plain HTTP"],
    ["ALICRED_PROFILE", "who the shell is, set by exec and ali-use"],
    ["ALICRED_EXPIRATION", "until when, for alicred time"],
    ["ALICRED_DEPTH", "how many exec are around the shell"],
    ["ALICRED_SWITCHES", "the switches that exec --server has set, which do not concern alicred itself"],
    ["ALIBABA_CLOUD_CONFIG_FILE", "the config.json, instead of ~/.aliyun/config.json"],
    ["ALIBABA_CLOUD_STS_ENDPOINT", "the host of STS; ALIBABA_CLOUD_STS_REGION: that of a region"],
    ["ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS", "true: no program of an External profile is run"],
    ["HTTPS_PROXY, NO_PROXY", "the proxy, from Node 22.21 and 24.5 on"],
    ["NO_COLOR, FORCE_COLOR", "no colour, or colour without a terminal"],
  ] as Rows,
  setVariables: "Set by exec, shell and resolve --format env, and who reads them:",
  clearedVariables: "Cleared there, because they would lead to another identity:",
};

const zh: typeof en = {
  unknown: (name) => `没有关于 "${name}" 的帮助。查看列表：alicred --help`,
  exitCodes: "退出码：",
  exitCodeRows: [
    ["0", "完成。对 why 而言，说明“未配置任何凭证”也算完成"],
    ["1", "失败：原因及其代码输出在标准错误"],
    ["2", "用法错误：选项、参数或配置名称有误"],
    ["3", "未配置任何可用的凭证"],
    ["4", "需要登录：alicred login"],
    ["130", "在提示处取消，或按下 Ctrl+C"],
  ],
  execCodes: "exec 的退出码（除所运行程序自身的退出码外）：",
  execCodeRows: [
    ["125", "程序启动之前 alicred 失败"],
    ["126", "找到了程序，但无法运行"],
    ["127", "未找到程序"],
    ["128+N", "程序被信号 N 终止，与 shell 的约定相同"],
  ],
  formats: "alicred resolve --format 的格式：",
  formatRows: {
    table: "供人阅读，不含密钥；默认格式",
    json: "供程序读取：密钥、过期时间、地域、来源",
    env: '供 bash、zsh、dash 使用：eval "$(alicred resolve prod --format env)"',
    fish: "供 fish 使用：alicred resolve prod --format fish | source",
    dotenv: "供 .env 文件使用：Docker Compose、Node、direnv",
    powershell: "供 PowerShell 使用：… | Out-String | Invoke-Expression",
    cmd: "供 Windows 批处理文件使用：… > key.cmd，然后：call key.cmd",
    external: "供 process_command 使用：阿里云 CLI、SDK、OSS SDK、odpscmd、ecctl；失败时只输出一行",
    "credentials-uri": "凭证 URI 的文档，供您自己的服务使用",
    ini: "~/.alibabacloud/credentials（SDK 的 INI 文件）中的一节",
    "config-json": "含一个配置的 config.json，是不会刷新的副本",
  },
  formatsNote:
    "无论值中含有什么，都按对应的 shell 加引号。除 table 外的格式都含密钥：请勿写入日志。与 alicred exec 一样，会为所有工具设置环境变量，并清除其他身份的变量。",
  ownVariables: "由 alicred 读取：",
  ownRows: [
    ["ALICRED_LANG", "语言，en 或 zh；否则依次取配置的 language、LC_ALL、LC_MESSAGES、LANG"],
    ["ALICRED_PLUGINS", "含插件的模块，分隔方式同 PATH"],
    ["ALICRED_CACHE", "在多次运行之间保留会话（加密），同 --cache"],
    ["ALICRED_CREDENTIALS_URI_ALLOWED_HOSTS", "允许通过普通 HTTP 提供凭证的主机"],
    ["ALICRED_PROFILE", "当前 shell 的身份，由 exec 和 ali-use 设置"],
    ["ALICRED_EXPIRATION", "过期时间，供 alicred time 使用"],
    ["ALICRED_DEPTH", "当前 shell 外层 exec 的数量"],
    ["ALICRED_SWITCHES", "exec --server 设置的开关，不影响 alicred 自身"],
    ["ALIBABA_CLOUD_CONFIG_FILE", "代替 ~/.aliyun/config.json 的 config.json"],
    ["ALIBABA_CLOUD_STS_ENDPOINT", "STS 的地址；ALIBABA_CLOUD_STS_REGION：某个地域的 STS"],
    ["ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS", "为 true 时不运行 External 配置的程序"],
    ["HTTPS_PROXY, NO_PROXY", "代理，需要 Node 22.21、24.5 或更高版本"],
    ["NO_COLOR, FORCE_COLOR", "不使用颜色，或在非终端中也使用颜色"],
  ],
  setVariables: "由 exec、shell 和 resolve --format env 设置，及其读取者：",
  clearedVariables: "在此清除，因为它们会指向另一个身份：",
};

export const topicText: Catalogue<typeof en> = catalogue({ en, zh });
