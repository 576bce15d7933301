import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  asking: "Asking STS",
  role: (role: string, account: string): string => `role ${role} in account ${account}`,
  user: (user: string, account: string): string => `RAM user ${user} in account ${account}`,
  mainAccount: (account: string): string => `the main account ${account} itself`,
  other: (type: string, account: string): string => `${type} in account ${account}`,
  who: "who",
  session: "session",
  arn: "ARN",
  until: "until",
  from: "from",
  otherAccount: (expected: string, found: string): string =>
    `The account is ${found}, not ${expected} (--expect-account). Choose another profile: -p NAME`,
  otherRole: (expected: string, found: string): string =>
    `The identity is ${found}, not role ${expected} (--expect-role). Choose another profile: -p NAME`,
  mainAccountWarning:
    "These credentials are the main account's own, and may do everything. Use a RAM user or a role.",
};

const zh: typeof en = {
  asking: "正在询问 STS",
  role: (role, account) => `账号 ${account} 的角色 ${role}`,
  user: (user, account) => `账号 ${account} 的 RAM 用户 ${user}`,
  mainAccount: (account) => `主账号 ${account} 本身`,
  other: (type, account) => `账号 ${account} 的 ${type}（未知身份类型）`,
  who: "身份",
  session: "会话",
  arn: "ARN（资源名称）",
  until: "有效至",
  from: "来源",
  otherAccount: (expected, found) =>
    `账号是 ${found}，不是 ${expected}（--expect-account）。请换一个配置：-p NAME`,
  otherRole: (expected, found) =>
    `身份是${found}，不是角色 ${expected}（--expect-role）。请换一个配置：-p NAME`,
  mainAccountWarning: "这是主账号自己的凭证，拥有全部权限。请改用 RAM 用户或角色。",
};

export const whoamiText: Catalogue<typeof en> = catalogue({ en, zh });
