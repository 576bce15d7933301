type Variables<Argument extends string> = Readonly<Record<Argument, readonly string[]>>;

/**
 * The environment variables of Terraform's provider, in its order of precedence.
 *
 * @see https://github.com/aliyun/terraform-provider-alicloud/blob/master/alicloud/provider.go
 */
export const PROVIDER_VARIABLES: Variables<
  | "access_key"
  | "secret_key"
  | "security_token"
  | "ecs_role_name"
  | "region"
  | "profile"
  | "shared_credentials_file"
  | "credentials_uri"
> = {
  access_key: ["ALICLOUD_ACCESS_KEY", "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABACLOUD_ACCESS_KEY_ID"],
  secret_key: ["ALICLOUD_SECRET_KEY", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABACLOUD_ACCESS_KEY_SECRET"],
  security_token: ["ALICLOUD_SECURITY_TOKEN", "ALIBABA_CLOUD_SECURITY_TOKEN", "ALIBABACLOUD_SECURITY_TOKEN"],
  ecs_role_name: ["ALICLOUD_ECS_ROLE_NAME", "ALIBABA_CLOUD_ECS_METADATA"],
  region: ["ALICLOUD_REGION", "ALIBABA_CLOUD_REGION"],
  profile: ["ALICLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE"],
  shared_credentials_file: ["ALICLOUD_SHARED_CREDENTIALS_FILE", "ALIBABA_CLOUD_CREDENTIALS_FILE"],
  credentials_uri: ["ALICLOUD_CREDENTIALS_URI", "ALIBABA_CLOUD_CREDENTIALS_URI"],
};

/** Of the block `assume_role`; read only where there is one. */
export const ASSUME_ROLE_VARIABLES: Variables<"role_arn" | "session_name" | "session_expiration"> = {
  role_arn: ["ALICLOUD_ASSUME_ROLE_ARN", "ALIBABA_CLOUD_ROLE_ARN"],
  session_name: ["ALICLOUD_ASSUME_ROLE_SESSION_NAME", "ALIBABA_CLOUD_ROLE_SESSION_NAME"],
  session_expiration: ["ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION"],
};

/** Of the block `assume_role_with_oidc`; read only where there is one. */
export const OIDC_VARIABLES: Variables<
  "oidc_provider_arn" | "oidc_token" | "oidc_token_file" | "role_arn" | "role_session_name"
> = {
  oidc_provider_arn: ["ALIBABA_CLOUD_OIDC_PROVIDER_ARN"],
  oidc_token: ["ALIBABA_CLOUD_OIDC_TOKEN"],
  oidc_token_file: ["ALIBABA_CLOUD_OIDC_TOKEN_FILE"],
  role_arn: ["ALIBABA_CLOUD_ROLE_ARN"],
  role_session_name: ["ALIBABA_CLOUD_ROLE_SESSION_NAME"],
};
