import { type Catalogue, catalogue } from "../terminal/language.ts";

/** The kind of a failure, by its code; in English the message of the error says it already. */
const en = {
  notConfigured: "No credentials are configured. Set up one of the sources, or begin with: alicred login",
  requestId: (id: string): string => `request id: ${id}`,
  answers: "The sources answered:",
  credentials: "credentials",
  nothing: (lookedFor: string): string => `not configured (looked for ${lookedFor})`,
  failed: "failed",
  seeAbove: "failed, see above",
  unexpected: "alicred: unexpected error",
  why: "What every source says: alicred why",
  plugin: "To load the plugin of a mode: --plugin MODULE",
  byCode: {} as Readonly<Record<string, string>>,
};

const zh: typeof en = {
  notConfigured: "未配置任何访问凭证。请配置以下任一来源，或先运行：alicred login",
  requestId: (id: string) => `请求 ID：${id}`,
  answers: "各来源的回答：",
  credentials: "有凭证",
  nothing: (lookedFor) => `未配置（已查找${/^\p{Script=Han}/u.test(lookedFor) ? "" : " "}${lookedFor}）`,
  failed: "失败",
  seeAbove: "失败，见上",
  unexpected: "alicred：意外错误",
  why: "查看每个来源的说明：alicred why",
  plugin: "加载提供某个凭证类型的插件：--plugin MODULE",
  byCode: {
    INVALID_OPTION: "选项或参数无效。",
    INCOMPLETE_CONFIGURATION: "配置不完整：缺少必需的设置。",
    INVALID_CONFIGURATION: "环境变量、文件或配置中的某个值无效。",
    FILE_UNREADABLE: "文件不存在、无法读取或过大。",
    FILE_UNWRITABLE: "文件无法写入。",
    FILE_LOCKED: "文件正被另一个进程锁定，请稍后重试。",
    PROFILE_NOT_FOUND: "没有这个配置。列出所有配置：alicred profiles list",
    UNKNOWN_PROFILE_MODE: "未知的凭证类型。",
    PROFILE_CYCLE: "配置之间循环引用。",
    NO_ACCESS_KEY: "这种凭证没有访问密钥。",
    PERMISSION_DENIED: "某个环境变量禁用了该来源所需的功能。",
    LOGIN_REQUIRED: "需要重新登录。",
    LOGIN_DENIED: "登录被拒绝。",
    LOGIN_EXPIRED: "未在限定时间内完成登录，请重新开始。",
    UPSTREAM_REFUSED: "服务拒绝了请求。",
    UPSTREAM_UNAVAILABLE: "服务暂时不可用，请稍后重试。",
    UPSTREAM_THROTTLED: "请求过多，已被限流，请稍后重试。",
    UPSTREAM_TIMEOUT: "服务或来源未在限定时间内回答。",
    NETWORK_ERROR: "无法连接到服务，请检查网络与代理。",
    REDIRECT_REFUSED: "服务返回了重定向，alicred 从不跟随重定向。",
    RESPONSE_TOO_LARGE: "服务的回答过大。",
    RESPONSE_MALFORMED: "无法理解服务的回答。",
    CREDENTIALS_INCOMPLETE: "得到的凭证不完整。",
    CREDENTIALS_EXPIRED: "得到的凭证或令牌已过期。请检查本机时间。",
    CREDENTIALS_REJECTED: "来源再次给出了已被拒绝的临时访问凭证。",
    PROCESS_FAILED: "外部进程无法启动、失败、超时或输出过多。",
    SOURCE_THREW: "来源的代码抛出了错误。",
    WAIT_TIMEOUT: "等待超时。",
    MIN_TTL_UNAVAILABLE: "凭证有效，但剩余有效期不够长。",
    RESOLVER_CLOSED: "凭证解析器（resolver）已关闭。",
    LEASE_TIMEOUT: "另一个进程正在获取共享会话，但尚未成功，请稍后重试。",
    STORE_FAILED: "共享会话的存储出错。",
    STORE_TIMEOUT: "共享会话的存储未在限定时间内回答。",
    STORE_KEY_UNKNOWN: "存储中的会话由另一个密钥加密。",
    STORE_VALUE_DAMAGED: "存储中的会话已损坏，或未按要求加密，将被替换。",
    NO_TERMINAL: "需要您的回答，但当前没有可交互的终端。",
    CANCELLED: "已取消。",
  },
};

export const errorText: Catalogue<typeof en> = catalogue({ en, zh });

/** The cause of a refusal, and what to do, by the code of the server. */
const enHints = {
  MissingSecurityToken:
    "The key is temporary (its id begins with STS.), and its security token is missing. Set the token that came with it.",
  InvalidSecurityToken:
    "The security token does not belong to this key, or has expired. Set all three values from one session again.",
  "InvalidAccessKeyId.NotFound":
    "No such access key exists. Look for a typing error, for id and secret swapped (ids begin with LTAI or STS.), and for invisible characters: alicred profiles doctor",
  "InvalidAccessKeyId.Inactive":
    "The access key is disabled. Enable it in the RAM console, or use another one.",
  SignatureDoesNotMatch:
    "The secret does not belong to this access key id, or has invisible characters. Check it: alicred profiles set NAME access_key_secret=-",
  "Forbidden.RAM":
    "The identity lacks a permission. Attach the policy that the message names; do not change to the main account's key.",
  NoPermission:
    "The caller may not assume this role. Attach AliyunSTSAssumeRoleAccess to it, and name it in the role's trust policy. A main account's key can assume no role: use a RAM user's.",
  EntityNotExist: "No such role exists in this account. Check ram_role_arn.",
  "EntityNotExist.Role": "No such role exists in this account. Check ram_role_arn.",
  InvalidTimeStamp: "This machine's clock is wrong. Correct its time.",
  "InvalidTimeStamp.Expired": "This machine's clock is wrong. Correct its time.",
  AuthenticationFail:
    "The OIDC token is not accepted. Check the provider's issuer, client id and fingerprint.",
  "AuthenticationFail.NoPermission":
    "The OIDC token is genuine, but the role's trust policy refuses it. Compare oidc:sub of the policy with the token's sub.",
  "Throttling.User": "Too many calls. Wait, and keep sessions between runs: --cache",
} as Readonly<Record<string, string>>;

const zhHints: typeof enHints = {
  MissingSecurityToken:
    "这是临时访问凭证（AccessKey ID 以 STS. 开头），但缺少安全令牌。请设置与它一同签发的 SecurityToken。",
  InvalidSecurityToken: "安全令牌与此密钥不匹配，或已过期。请重新设置同一次会话的三个值。",
  "InvalidAccessKeyId.NotFound":
    "此访问密钥不存在。请检查拼写、AccessKey ID 与 Secret 是否颠倒（ID 以 LTAI 或 STS. 开头），以及不可见字符：alicred profiles doctor",
  "InvalidAccessKeyId.Inactive": "此访问密钥已被禁用。请在 RAM 控制台启用它，或换用其他密钥。",
  SignatureDoesNotMatch:
    "AccessKey Secret 与此 AccessKey ID 不匹配，或含有不可见字符。请检查：alicred profiles set NAME access_key_secret=-",
  "Forbidden.RAM": "此身份缺少权限。请为它授予消息中提到的权限策略；不要改用主账号的密钥。",
  NoPermission:
    "调用者无权扮演此 RAM 角色。请为它授予 AliyunSTSAssumeRoleAccess，并把它写入角色的信任策略。主账号的密钥不能扮演角色，请使用 RAM 用户的密钥。",
  EntityNotExist: "此账号中没有这个角色。请检查 ram_role_arn。",
  "EntityNotExist.Role": "此账号中没有这个角色。请检查 ram_role_arn。",
  InvalidTimeStamp: "本机时间偏差过大，请校准时间。",
  "InvalidTimeStamp.Expired": "本机时间偏差过大，请校准时间。",
  AuthenticationFail: "OIDC 令牌未被接受。请检查身份提供商的颁发者 URL、客户端 ID 和验证指纹。",
  "AuthenticationFail.NoPermission":
    "OIDC 令牌有效，但角色的信任策略拒绝了它。请比较策略中的 oidc:sub 与令牌的 sub。",
  "Throttling.User": "调用过多，已被限流。请稍候，并在多次运行之间保留会话：--cache",
};

export const hintText: Catalogue<typeof enHints> = catalogue({ en: enHints, zh: zhHints });
