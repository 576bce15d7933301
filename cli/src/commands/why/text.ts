import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  asking: "Asking the sources",
  role: (role: string): string => `role ${role}`,
  roleIn: (role: string, account: string): string => `role ${role} in ${account}`,
  unknown: "an identity that only the service knows",
  answer: (who: string, from: string): string => `${who}, from ${from}`,
  until: (expiry: string): string => `until ${expiry}`,
  noExpiry: "no expiry",
  unknownExpiry: "expiry not known",
  wouldAnswer: "acquired when needed",
  region: (region: string): string => `region ${region}`,
  notConfigured: "No credentials: nothing is configured that would be used here.",
  failed: "No credentials: what failed is told below.",
  begin: "Begin with: alicred login, or alicred profiles add",
  next: "Solve that, then look again: alicred why",
  ossutilSnapshot:
    "aliyun ossutil gets one snapshot of this session from the CLI, and does not renew it: for longer transfers use alicred exec --server.",
  ossutilRole:
    "aliyun ossutil assumes this role by itself, without external_id, policy and sts_endpoint of the profile.",
};

const zh: typeof en = {
  asking: "正在询问各来源",
  role: (role) => `角色 ${role}`,
  roleIn: (role, account) => `账号 ${account} 的角色 ${role}`,
  unknown: "只有询问服务才能知道的身份",
  // No blank between two Chinese characters.
  answer: (who, from) => `${who}，来自${/^\p{Script=Han}/u.test(from) ? "" : " "}${from}`,
  until: (expiry) => `有效至 ${expiry}`,
  noExpiry: "不过期",
  unknownExpiry: "过期时间未知",
  wouldAnswer: "使用时获取",
  region: (region) => `地域 ${region}`,
  notConfigured: "没有凭证：未配置任何会在此使用的来源。",
  failed: "没有凭证：失败原因见下。",
  begin: "请先运行：alicred login，或 alicred profiles add",
  next: "解决后再查看：alicred why",
  ossutilSnapshot:
    "aliyun ossutil 只从 CLI 得到此会话的一份快照，不会刷新：长时间传输请使用 alicred exec --server。",
  ossutilRole: "aliyun ossutil 自行扮演此角色，不使用配置中的 external_id、policy 和 sts_endpoint。",
};

export const whyText: Catalogue<typeof en> = catalogue({ en, zh });
