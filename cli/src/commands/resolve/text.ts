import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  asking: "Getting credentials",
  whoHasNoPlace: (format: string): string =>
    `--format ${format} has no place for who it is. Leave out --who, or use --json; alicred whoami tells it alone.`,
  cycle: (calls: string): string =>
    `The command of an External profile leads back to alicred: ${calls}. Let it end in a profile of another mode.`,
  needsToken:
    "A credentials URI serves sessions, and this is a long-lived key without a token. Use --format external, or a profile that assumes a role.",
  notForIni: (key: string): string =>
    `${key} has characters that the readers of the INI file understand in different ways. Use --format config-json instead.`,
};

const zh: typeof en = {
  asking: "正在获取访问凭证",
  whoHasNoPlace: (format) =>
    `--format ${format} 无法包含身份信息。请去掉 --who，或使用 --json；也可用 alicred whoami 单独查看。`,
  cycle: (calls) => `External 配置的命令又回到了 alicred：${calls}。请让它以其他凭证类型的配置结束。`,
  needsToken:
    "凭证 URI 只提供临时访问凭证，而这是没有安全令牌的长期密钥。请改用 --format external，或使用扮演 RAM 角色的配置。",
  notForIni: (key) => `${key} 含有不同 INI 读取程序理解不一的字符。请改用 --format config-json。`,
};

export const formatsText: Catalogue<typeof en> = catalogue({ en, zh });

const enSummary = {
  profile: "profile",
  keyId: "access key id",
  kind: "kind",
  expires: "expires",
  region: "region",
  who: "who",
  from: "from",
  never: "never, unless it is revoked",
  lasting: "long-lived access key",
  leased: "access key that expires",
  session: "temporary, with an STS token",
  halfSession: "temporary, but its STS token is missing: services will refuse it",
  secrets: "The secret is not shown. --json or --format prints the credentials; alicred why explains them.",
};

const zhSummary: typeof enSummary = {
  profile: "配置",
  keyId: "访问密钥 ID",
  kind: "类型",
  expires: "过期时间",
  region: "地域",
  who: "身份",
  from: "来源",
  never: "不过期，除非被吊销",
  lasting: "长期访问密钥",
  leased: "会过期的访问密钥",
  session: "临时访问凭证，带 STS 令牌",
  halfSession: "临时访问凭证，但缺少 STS 令牌：服务会拒绝它",
  secrets: "未显示密钥。--json 或 --format 输出访问凭证；alicred why 说明其来源。",
};

export const summaryText: Catalogue<typeof enSummary> = catalogue({ en: enSummary, zh: zhSummary });
