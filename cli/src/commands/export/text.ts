import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  asking: "Asking for credentials",
  wroteProfile: (name: string, mode: string, file: string): string =>
    `Profile "${name}" of mode ${mode} written to ${file}.`,
  wroteFile: (file: string, tool: string): string => `${file} written for ${tool}; you alone can read it.`,
  ends: (expiry: string): string => `It holds a copy of the session, which ends ${expiry}.`,
  lasting: "It holds a copy of a long-lived key. Remove it when you no longer need it.",
  next: (line: string): string => `Next: ${line}`,
  profileExists: (name: string, file: string): string =>
    `${file} has a profile "${name}" already. Choose another --name, or replace it: --force`,
  fileExists: (file: string): string =>
    `${file} exists already. Write elsewhere by --to PATH, or replace the whole file: --force`,
  leadsToItself: (name: string): string =>
    `Profile "${name}" would lead to itself. Choose another name: --name NAME`,
  cannot: (tool: string, way: string, ways: string): string =>
    `${tool} has no way "${way}". It can do: ${ways}`,
  needsUri: (profile: string): string =>
    `--way uri needs the address of the server. Start it: alicred serve ${profile} --port 8099 --token-file ~/.alicred-token. Then: --uri ADDRESS`,
  needsRegion: (tool: string): string =>
    `${tool} needs a region, and the profile has none. Name it: --region ID`,
  uriOfOtherWay: (way: string): string => `--uri is for --way uri, not ${way}. Leave one of them out.`,
  readOnce:
    "--provider-config - is read once, and the tool would ask again and again. Name a folder or a file, or keep a copy: --way snapshot",
  noRegion:
    "The profile has no region_id: the aliyun CLI refuses a profile without one. Give it one: --region cn-hangzhou --force",
  noHome: (file: string): string =>
    `${file} cannot be written: HOME is not set. Set it, or choose another file: --to PATH`,
  packerDeclares: "the template declares access_key, secret_key, security_token and region",
  composeFirst: (profile: string): string =>
    `First, on this machine: alicred serve${profile} --container --print-env dotenv > alicred.env`,
  composeGets: "The containers get the address of credentials that stay fresh, and no keys.",
  needsPlace: (tool: string): string => `${tool} has no fixed place for this file. Name it: --to PATH`,
  unfit: (name: string): string => `${name} holds characters that this file cannot hold.`,
  notWritable: (file: string, why: string): string =>
    `${file} cannot be written (${why}). Choose another: --to PATH`,
  notChecked: (program: string): string => `${program} is not installed here: not checked.`,
  noCheck: (tool: string): string => `there is no check for ${tool}: try it by hand.`,
  checked: (line: string): string => `Checked: ${line}`,
  checkFailed: (line: string, code: string): string =>
    `The check failed (${code}). What the tool says: ${line}`,
};

const zh: typeof en = {
  asking: "正在获取访问凭证",
  wroteProfile: (name, mode, file) => `已将凭证类型为 ${mode} 的配置 "${name}" 写入 ${file}。`,
  wroteFile: (file, tool) => `已为 ${tool} 写入 ${file}；仅您可读。`,
  ends: (expiry) => `其中是会话的副本，过期时间 ${expiry}。`,
  lasting: "其中是长期密钥的副本。不再需要时请删除。",
  next: (line) => `下一步：${line}`,
  profileExists: (name, file) => `${file} 中已有配置 "${name}"。请用 --name 换一个名称，或覆盖它：--force`,
  fileExists: (file) => `${file} 已存在。请用 --to PATH 写到别处，或覆盖整个文件：--force`,
  leadsToItself: (name) => `配置 "${name}" 会引用自身。请换一个名称：--name NAME`,
  cannot: (tool, way, ways) => `${tool} 不支持方式 "${way}"。支持：${ways}`,
  needsUri: (profile) =>
    `--way uri 需要服务的地址。请启动：alicred serve ${profile} --port 8099 --token-file ~/.alicred-token。然后：--uri ADDRESS`,
  needsRegion: (tool) => `${tool} 需要地域，而配置中没有。请给出：--region ID`,
  uriOfOtherWay: (way) => `--uri 用于 --way uri，不能用于 ${way}。请去掉其中之一。`,
  readOnce:
    "--provider-config - 只能读取一次，而该工具会反复获取凭证。请指定目录或文件，或保存副本：--way snapshot",
  noRegion: "配置中没有 region_id：aliyun CLI 不接受没有地域的配置。请给出：--region cn-hangzhou --force",
  noHome: (file) => `无法写入 ${file}：未设置 HOME。请设置它，或换一个位置：--to PATH`,
  packerDeclares: "模板中须声明 access_key、secret_key、security_token 和 region",
  composeFirst: (profile) =>
    `请先在本机运行：alicred serve${profile} --container --print-env dotenv > alicred.env`,
  composeGets: "容器得到的是始终有效的凭证的地址，而不是密钥。",
  needsPlace: (tool) => `${tool} 没有固定的文件位置。请给出：--to PATH`,
  unfit: (name) => `${name} 含有此文件无法保存的字符。`,
  notWritable: (file, why) => `无法写入 ${file}（${why}）。请换一个位置：--to PATH`,
  notChecked: (program) => `本机未安装 ${program}：未检查。`,
  noCheck: (tool) => `没有针对 ${tool} 的检查：请手动试用。`,
  checked: (line) => `已检查：${line}`,
  checkFailed: (line, code) => `检查失败（${code}）。查看该工具的说明：${line}`,
};

export const exportText: Catalogue<typeof en> = catalogue({ en, zh });
