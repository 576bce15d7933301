import { SELECTING_VARIABLES } from "@alicred/plugin-kit";

type Variables<Argument extends string> = Readonly<Record<Argument, readonly string[]>>;

// In the order of precedence that Terraform's provider has.
// https://github.com/aliyun/terraform-provider-alicloud/blob/master/alicloud/provider.go

/** The variables of the key. The documented order leaves them to `@alicred/env`. */
export const KEY_VARIABLES: Variables<"access_key" | "secret_key" | "security_token"> = {
  access_key: ["ALICLOUD_ACCESS_KEY", "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABACLOUD_ACCESS_KEY_ID"],
  secret_key: ["ALICLOUD_SECRET_KEY", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABACLOUD_ACCESS_KEY_SECRET"],
  security_token: ["ALICLOUD_SECURITY_TOKEN", "ALIBABA_CLOUD_SECURITY_TOKEN", "ALIBABACLOUD_SECURITY_TOKEN"],
};

/** The variables of the other arguments of the block itself. */
export const PROVIDER_VARIABLES: Variables<
  "ecs_role_name" | "region" | "profile" | "shared_credentials_file" | "credentials_uri"
> = {
  ecs_role_name: ["ALICLOUD_ECS_ROLE_NAME", "ALIBABA_CLOUD_ECS_METADATA"],
  region: ["ALICLOUD_REGION", "ALIBABA_CLOUD_REGION"],
  profile: SELECTING_VARIABLES.terraform.profile,
  shared_credentials_file: SELECTING_VARIABLES.terraform.configFile,
  credentials_uri: ["ALICLOUD_CREDENTIALS_URI", "ALIBABA_CLOUD_CREDENTIALS_URI"],
};

/** The variables of the block `assume_role`; read only where there is one. */
export const ASSUME_ROLE_VARIABLES: Variables<"role_arn" | "session_name" | "session_expiration"> = {
  role_arn: ["ALICLOUD_ASSUME_ROLE_ARN", "ALIBABA_CLOUD_ROLE_ARN"],
  session_name: ["ALICLOUD_ASSUME_ROLE_SESSION_NAME", "ALIBABA_CLOUD_ROLE_SESSION_NAME"],
  session_expiration: ["ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION"],
};

/** The variables of the block `assume_role_with_oidc`; read only where there is one. `@alicred/oidc` knows the others. */
export const OIDC_TOKEN_VARIABLES: Variables<"oidc_token" | "oidc_token_file"> = {
  oidc_token: ["ALIBABA_CLOUD_OIDC_TOKEN"],
  oidc_token_file: ["ALIBABA_CLOUD_OIDC_TOKEN_FILE"],
};
