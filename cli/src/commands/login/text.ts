import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  outOf: (question: string, count: number): string => `${question} (${count})`,
  code: "Code",
  codeNote: (span: string): string => `(compare it with the page; it ends in ${span})`,
  open: "Open",
  opened: "The browser was opened. Waiting until you have signed in; Ctrl+C stops.",
  notOpened: "The browser could not be opened. Open the address yourself. Ctrl+C stops.",
  elsewhere: (where: string): string =>
    `No browser opens ${where}. Open the address on any device. Ctrl+C stops.`,
  byHand: "Open the address yourself. Ctrl+C stops.",
  obstacles: {
    ssh: "in an SSH session",
    wsl: "in WSL",
    container: "in a container",
    display: "without a display",
  },
  forward: (port: number): string =>
    `The browser must reach this machine: ssh -L ${port}:127.0.0.1:${port} HOST, or sign in by --remote`,
  remote: "Sign in there. The browser then shows an address at 127.0.0.1 that it cannot open: copy it.",
  paste: "Paste the address, or the code in it",
  pasteOption: "--no-browser, and open the address on this machine",
  notAnAnswer:
    "This is not an address of this sign-in. Copy the whole address that the browser shows in the end.",
  asking: "Asking for a sign-in",
  checking: "Checking the login",
  reading: "Reading accounts and access configurations",
  choose: {
    account: "Which account?",
    config: "Which access configuration?",
  } as Readonly<Record<string, string>>,
  chooseOther: (name: string): string => `Which ${name}?`,
  noSuchChoice: (option: string, value: string): string =>
    `--${option} ${value} names nothing that this login leads to. Choose again, or leave the option out to see all.`,
  ambiguousChoice: (option: string, value: string): string =>
    `--${option} ${value} names several. Give the id.`,
  noChoice: (name: string): string =>
    `The login leads to no ${name}. Ask your administrator for an assignment.`,
  how: "How do you sign in?",
  howSso: "CloudSSO, at the sign-in address of my organization",
  howCn: "Alibaba Cloud account or RAM user, China site (aliyun.com)",
  howIntl: "Alibaba Cloud account or RAM user, international site (alibabacloud.com)",
  howOption: "--sso URL, or --oauth",
  whichAddress: "The sign-in address, such as https://signin-cn-shanghai.alibabacloudsso.com/acme/login",
  nothingToLogIn: (profile: string, mode: string, word: string): string =>
    `Profile "${profile}" is of mode ${mode}; nothing to log in to. The web console: alicred console ${word}`,
  hasKey: (profile: string, word: string): string =>
    `Profile "${profile}" has an access key; nothing to log in to. Whose it is: alicred whoami ${word}. The web console takes a profile with a role: alicred console NAME`,
  leadsTo: (profile: string, source: string, word: string): string =>
    `Profile "${profile}" leads to the login of "${source}". Sign in there: alicred login ${word}`,
  otherMode: (profile: string, mode: string): string =>
    `Profile "${profile}" exists, and its mode is ${mode}. Choose another name: alicred login NAME`,
  nameTaken: (name: string, place: string, mode: string): string =>
    `The name "${name}" is taken: ${place} would get it, and the profile "${name}" of mode ${mode} has it. Choose other names: --name or --prefix`,
  nameTwice: (name: string, one: string, other: string): string =>
    `The name "${name}" would stand for two: ${one}, and ${other}. Choose other names, such as --name '{account-id}-{config}'`,
  badTemplate: (word: string, known: string): string =>
    `--name: {${word}} is not a word of this login. It has ${known}.`,
  onePlace: (profile: string): string =>
    `The login of profile "${profile}" leads to one identity. Leave out --all, --pick, --account and --access-config.`,
  allOrOne:
    "--all makes a profile for every account and access configuration. Leave it out, or leave out --account, --access-config and --pick.",
  regionOfNew: (word: string): string =>
    `--region is for a new profile. To change that of one that exists: alicred profiles set ${word} region_id=REGION`,
  ssoOrOauth: "--sso and --oauth are two ways to sign in. Leave one out.",
  badAddress:
    "--sso is not the sign-in address of a CloudSSO portal, such as https://signin-cn-shanghai.alibabacloudsso.com/acme/login; http:// is accepted for loopback hosts only.",
  siteNeedsOauth: "--site is for --oauth. Leave it out, or add --oauth.",
  noDevice: "The OAuth service knows no device code. To sign in on another machine: --remote",
  needsAll: (option: string): string => `${option} is for --all. Leave it out, or add --all.`,
  valid: (profile: string, until: string): string => `Profile "${profile}" is signed in until ${until}.`,
  validOpen: (profile: string): string =>
    `Profile "${profile}" is signed in; the service does not say for how long.`,
  forceHint: "To sign in all the same: --force",
  written: (profile: string, file: string): string =>
    `Signed in. Profile "${profile}" is written to ${file}.`,
  leads: (place: string): string => `It leads to ${place}.`,
  loginEnds: (until: string): string => `The login ends ${until}.`,
  sharedToo: (count: number): string =>
    `Profiles that shared the old login and now have the new one: ${count}`,
  next: (command: string): string => `Next: ${command}`,
  timedOut: (span: string): string => `Nobody signed in within ${span} (--timeout). Nothing was changed.`,
  planAdded: "new",
  planChanged: "leads elsewhere now",
  planStale: "no longer assigned",
  planRenamed: "has another name now",
  planSummary: (added: number, changed: number, renewed: number, unchanged: number, stale: number): string =>
    `${added} new, ${changed} changed, ${renewed} renewed, ${unchanged} unchanged, ${stale} no longer wanted.`,
  planDry: "Nothing was written (--dry-run).",
  planNothing: "There was nothing to write.",
  planWritten: (file: string): string => `Written to ${file}.`,
  planStays: "Profiles that are no longer wanted stay; --prune removes them.",
  pruneQuestion: (count: number, names: string): string =>
    `Remove ${count} profiles that are no longer wanted (${names})?`,
  pruned: (count: number): string => `Removed: ${count}`,
  notPruned: "They were kept.",
  planNeeded: (names: string): string =>
    `Kept, because they are current, or other profiles name them as source_profile: ${names}`,
  pageDone: "Signed in. You can close this page and go back to the terminal.",
  pageRefused: "The sign-in was refused. You can close this page and go back to the terminal.",
  pageWrongState: "This answer does not belong to the sign-in that waits. Start again in the terminal.",
  pageLost: "There is nothing here.",
};

const zh: typeof en = {
  outOf: (question, count) => `${question}（共 ${count} 个）`,
  code: "用户码",
  codeNote: (span) => `（请与页面上的核对；${span}后失效）`,
  open: "打开",
  opened: "已打开浏览器，正在等待您登录；按 Ctrl+C 停止。",
  notOpened: "无法打开浏览器，请自行打开该地址。按 Ctrl+C 停止。",
  elsewhere: (where) => `${where}不会打开浏览器，请在任意设备上打开该地址。按 Ctrl+C 停止。`,
  byHand: "请自行打开该地址。按 Ctrl+C 停止。",
  obstacles: {
    ssh: "在 SSH 会话中",
    wsl: "在 WSL 中",
    container: "在容器中",
    display: "没有图形界面时",
  },
  forward: (port) => `浏览器必须能访问本机：ssh -L ${port}:127.0.0.1:${port} HOST，或使用 --remote 登录`,
  remote: "请在那里登录。之后浏览器会显示一个无法打开的 127.0.0.1 地址，请复制它。",
  paste: "粘贴该地址，或其中的授权码",
  pasteOption: "--no-browser，并在本机打开该地址",
  notAnAnswer: "这不是本次登录的地址。请复制浏览器最后显示的完整地址。",
  asking: "正在请求登录",
  checking: "正在检查登录状态",
  reading: "正在读取账号和访问配置",
  choose: {
    account: "选择哪个账号？",
    config: "选择哪个访问配置？",
  },
  chooseOther: (name) => `选择哪个 ${name}？`,
  noSuchChoice: (option, value) =>
    `--${option} ${value} 不在此登录可访问的范围内。请重新选择，或去掉该选项以查看全部。`,
  ambiguousChoice: (option, value) => `--${option} ${value} 对应多个。请给出 ID。`,
  noChoice: (name) => `此登录没有可用的 ${name}。请联系管理员分配。`,
  how: "您如何登录？",
  howSso: "云 SSO（CloudSSO），使用本组织的登录 URL",
  howCn: "阿里云账号或 RAM 用户，中国站（aliyun.com）",
  howIntl: "阿里云账号或 RAM 用户，国际站（alibabacloud.com）",
  howOption: "--sso URL，或 --oauth",
  whichAddress: "登录 URL，例如 https://signin-cn-shanghai.alibabacloudsso.com/acme/login",
  nothingToLogIn: (profile, mode, word) =>
    `配置 "${profile}" 的凭证类型是 ${mode}，无需登录。打开控制台：alicred console ${word}`,
  hasKey: (profile, word) =>
    `配置 "${profile}" 使用访问密钥，无需登录。查看它属于谁：alicred whoami ${word}。控制台需要带角色的配置：alicred console NAME`,
  leadsTo: (profile, source, word) =>
    `配置 "${profile}" 使用 "${source}" 的登录。请在那里登录：alicred login ${word}`,
  otherMode: (profile, mode) =>
    `配置 "${profile}" 已存在，其凭证类型是 ${mode}。请换一个名称：alicred login NAME`,
  nameTaken: (name, place, mode) =>
    `名称 "${name}" 已被占用：${place} 将使用它，而凭证类型为 ${mode} 的配置 "${name}" 已在使用。请换用其他名称：--name 或 --prefix`,
  nameTwice: (name, one, other) =>
    `名称 "${name}" 会对应两个：${one} 和 ${other}。请换用其他名称，例如 --name '{account-id}-{config}'`,
  badTemplate: (word, known) => `--name：{${word}} 不是此登录的占位符。可用的有 ${known}。`,
  onePlace: (profile) =>
    `配置 "${profile}" 的登录只对应一个身份。请去掉 --all、--pick、--account 和 --access-config。`,
  allOrOne: "--all 会为每个账号和访问配置创建配置。请去掉它，或去掉 --account、--access-config 和 --pick。",
  regionOfNew: (word) =>
    `--region 用于新配置。要修改已有配置的地域：alicred profiles set ${word} region_id=REGION`,
  ssoOrOauth: "--sso 与 --oauth 是两种登录方式，请去掉其中一个。",
  badAddress:
    "--sso 不是 CloudSSO 的登录 URL，例如 https://signin-cn-shanghai.alibabacloudsso.com/acme/login；http:// 仅用于本机地址。",
  siteNeedsOauth: "--site 用于 --oauth。请去掉它，或加上 --oauth。",
  noDevice: "OAuth 服务不支持用户码。要在另一台机器上登录：--remote",
  needsAll: (option) => `${option} 用于 --all。请去掉它，或加上 --all。`,
  valid: (profile, until) => `配置 "${profile}" 已登录，有效至 ${until}。`,
  validOpen: (profile) => `配置 "${profile}" 已登录；服务未说明何时失效。`,
  forceHint: "要重新登录：--force",
  written: (profile, file) => `登录成功。配置 "${profile}" 已写入 ${file}。`,
  leads: (place) => `它对应 ${place}。`,
  loginEnds: (until) => `登录有效至 ${until}。`,
  sharedToo: (count) => `原来共用此登录、现已一并更新的配置数：${count}`,
  next: (command) => `下一步：${command}`,
  timedOut: (span) => `${span}内无人登录（--timeout），未做任何更改。`,
  planAdded: "新增",
  planChanged: "对应关系已改变",
  planStale: "已不再分配",
  planRenamed: "名称已改变",
  planSummary: (added, changed, renewed, unchanged, stale) =>
    `新增 ${added} 个，更改 ${changed} 个，更新 ${renewed} 个，未变 ${unchanged} 个，不再需要 ${stale} 个。`,
  planDry: "未写入任何内容（--dry-run）。",
  planNothing: "没有需要写入的内容。",
  planWritten: (file) => `已写入 ${file}。`,
  planStays: "不再需要的配置仍保留；--prune 会删除它们。",
  pruneQuestion: (count, names) => `删除 ${count} 个不再需要的配置（${names}）？`,
  pruned: (count) => `已删除：${count} 个`,
  notPruned: "已保留。",
  planNeeded: (names) => `已保留，因为它们是当前配置，或被其他配置的 source_profile 引用：${names}`,
  pageDone: "登录成功。您可以关闭此页面，回到终端。",
  pageRefused: "登录被拒绝。您可以关闭此页面，回到终端。",
  pageWrongState: "此回答不属于正在等待的登录。请在终端中重新开始。",
  pageLost: "这里没有内容。",
};

export const loginText: Catalogue<typeof en> = catalogue({ en, zh });
