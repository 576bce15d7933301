import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  withoutMark: (line: string): string => `The program comes after two hyphens. Write: ${line}`,
  twoProfiles: (one: string, other: string): string =>
    `Two profiles are named, ${one} and ${other}. Name one.`,
  notFound: (name: string): string =>
    `The program ${name} was not found in PATH. Check its name, or write its path.`,
  notFoundAt: (path: string): string => `There is no program ${path}. Check the path.`,
  emptyName: "The name of the program is empty. Check the variable that it comes from.",
  notRunnable: (path: string, word: string): string =>
    `${path} cannot be run. Check its permissions: chmod +x ${word}`,
  notFile: (path: string): string => `${path} cannot be run: it is not a file. Name a program.`,
  batch: (line: string): string =>
    `A .cmd or .bat file needs cmd.exe, which reads arguments by rules of its own. Write: ${line}`,
  notStarted: (name: string, code: string): string => `${name} could not be started (${code}).`,
  noShell: (named: string): string =>
    `SHELL names no shell. Set it, or name a program: alicred exec ${named}-- bash`,
  asking: "Getting credentials",
  roleIn: (role: string, account: string): string => `role ${role} in ${account}`,
  noteFrozen: (command: string): string => `credentials are frozen. For longer work: ${command}`,
  note: (shell: string, who: string): string => `${shell} as ${who}`,
  was: (name: string): string => `was ${name}`,
  forSpan: (span: string): string => `for ${span}`,
  forever: "no expiry",
  fresh: "credentials stay fresh",
  exitEnds: "`exit` ends.",
  leaveEnds: "`ali-leave` ends.",
  cliLine: (line: string): string => `the aliyun CLI reads no address; here use: ${line}`,
  lasting: (name: string): string =>
    `${name} has an access key without a token, which does not expire: the program gets it in variables, and no server runs.`,
};

const zh: typeof en = {
  withoutMark: (line) => `程序要写在两个连字符之后。请写：${line}`,
  twoProfiles: (one, other) => `给出了 ${one} 和 ${other} 两个配置。请只给出一个。`,
  notFound: (name) => `在 PATH 中找不到程序 ${name}。请检查名称，或写出其路径。`,
  notFoundAt: (path) => `没有程序 ${path}。请检查路径。`,
  emptyName: "程序名称为空。请检查它所来自的变量。",
  notRunnable: (path, word) => `${path} 无法运行。请检查权限：chmod +x ${word}`,
  notFile: (path) => `${path} 无法运行：它不是文件。请指定程序。`,
  batch: (line) => `.cmd 或 .bat 文件需要 cmd.exe，它按自己的规则读取参数。请写：${line}`,
  notStarted: (name, code) => `${name} 无法启动（${code}）。`,
  noShell: (named) => `SHELL 未指定 Shell。请设置它，或给出程序：alicred exec ${named}-- bash`,
  asking: "正在获取访问凭证",
  roleIn: (role, account) => `${account} 中的角色 ${role}`,
  noteFrozen: (command) => `访问凭证不会刷新。需要更长时间请用：${command}`,
  note: (shell, who) => `${shell}，身份为 ${who}`,
  was: (name) => `原为 ${name}`,
  forSpan: (span) => `有效期 ${span}`,
  forever: "不过期",
  fresh: "访问凭证始终有效",
  exitEnds: "输入 `exit` 结束。",
  leaveEnds: "输入 `ali-leave` 结束。",
  cliLine: (line) => `阿里云 CLI 不读取凭证地址；在此请用：${line}`,
  lasting: (name) => `${name} 使用没有安全令牌的访问密钥，不会过期：程序从环境变量获得它，不启动服务。`,
};

export const execText: Catalogue<typeof en> = catalogue({ en, zh });
