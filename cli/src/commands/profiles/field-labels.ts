import { type Catalogue, catalogue } from "../../terminal/language.ts";

/** The questions about fields, by their names. */
const en = {
  other: (field: string): string => `Field ${field}`,
  byField: {
    mode: "How does this profile sign in? (type to search)",
    region_id: "Region",
    access_key_id: "AccessKey ID (begins with LTAI, of a session with STS.)",
    access_key_secret: "AccessKey Secret (is not shown)",
    sts_token: "Security token (is not shown)",
    source_profile: "The profile whose credentials assume the role",
    ram_role_arn: "ARN of the role: acs:ram::ACCOUNT:role/NAME",
    ram_role_name: "Role of the instance (empty: the one that is attached)",
    ram_session_name: "Name of the session, in audit logs",
    oidc_provider_arn: "ARN of the OIDC provider: acs:ram::ACCOUNT:oidc-provider/NAME",
    oidc_token_file: "File with the OIDC token",
    key_pair_name: "Name of the key pair",
    private_key: "Path of the private key, a PEM file in PKCS#8",
    process_command: "Command that prints credentials as JSON",
    credentials_uri: "Address that serves credentials as JSON",
    cloud_sso_sign_in_url: "Sign-in URL: https://signin-REGION.alibabacloudsso.com/NAME/login",
    cloud_sso_account_id: "Account (empty: choose it at login)",
    cloud_sso_access_config: "Access configuration (empty: choose it at login)",
    oauth_site_type: "Site: CN or INTL",
    bearer_token: "Bearer token (is not shown)",
  } as Readonly<Record<string, string>>,
};

const zh: typeof en = {
  other: (field) => `字段 ${field}`,
  byField: {
    mode: "此配置使用哪种凭证类型？（输入文字可搜索）",
    region_id: "地域",
    access_key_id: "访问密钥 AccessKey ID（以 LTAI 开头，临时凭证以 STS. 开头）",
    access_key_secret: "访问密钥 AccessKey Secret（不显示）",
    sts_token: "安全令牌 SecurityToken（不显示）",
    source_profile: "用哪个配置的凭证扮演角色",
    ram_role_arn: "RAM 角色的 ARN：acs:ram::ACCOUNT:role/NAME",
    ram_role_name: "实例 RAM 角色（留空：实例上绑定的角色）",
    ram_session_name: "角色会话名称，出现在操作审计中",
    oidc_provider_arn: "身份提供商的 ARN：acs:ram::ACCOUNT:oidc-provider/NAME",
    oidc_token_file: "存放 OIDC 令牌的文件",
    key_pair_name: "密钥对名称",
    private_key: "私钥文件的路径（PKCS#8 格式的 PEM 文件）",
    process_command: "以 JSON 输出凭证的外部进程命令",
    credentials_uri: "以 JSON 提供凭证的地址",
    cloud_sso_sign_in_url: "登录 URL：https://signin-REGION.alibabacloudsso.com/NAME/login",
    cloud_sso_account_id: "账号 ID（留空：登录时选择）",
    cloud_sso_access_config: "访问配置（留空：登录时选择）",
    oauth_site_type: "站点：CN 或 INTL",
    bearer_token: "不记名令牌 Bearer Token（不显示）",
  },
};

export const fieldText: Catalogue<typeof en> = catalogue({ en, zh });

/** The question for a field. */
export function fieldLabel(field: string): string {
  const { byField, other } = fieldText();
  const label = byField[field];
  return label === undefined ? other(field) : `${field}: ${label}`;
}
