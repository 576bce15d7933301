/** A number, or the text of one, as variables of Terraform often are. */
type Numeric = number | string | null;
type Text = string | null;
/** A nested block, or the list with one block that the JSON syntax of Terraform has. */
type Block<T> = T | readonly T[] | null;

/**
 * The arguments of Terraform's `alicloud` provider that bear on credentials, by the names of its documentation. `null`
 * counts as absent. So does the empty text in the documented order; to the provider's code it hides the variables.
 *
 * @see https://www.alibabacloud.com/help/en/terraform/terraform-authentication
 * @see https://registry.terraform.io/providers/aliyun/alicloud/latest/docs
 */
export interface ProviderBlock {
  readonly access_key?: Text | undefined;
  readonly secret_key?: Text | undefined;
  readonly security_token?: Text | undefined;
  /** The role of the ECS instance. */
  readonly ecs_role_name?: Text | undefined;
  /** Default: `ALICLOUD_REGION`, `ALIBABA_CLOUD_REGION`; else the profile's; else `cn-beijing`. */
  readonly region?: Text | undefined;
  /** A profile of the shared file. Default: `ALICLOUD_PROFILE`, `ALIBABA_CLOUD_PROFILE`; else the file is not read. */
  readonly profile?: Text | undefined;
  /**
   * Default: `ALICLOUD_SHARED_CREDENTIALS_FILE`, `ALIBABA_CLOUD_CREDENTIALS_FILE`; else `~/.aliyun/config.json`.
   */
  readonly shared_credentials_file?: Text | undefined;
  readonly assume_role?: Block<AssumeRoleBlock> | undefined;
  readonly assume_role_with_oidc?: Block<AssumeRoleWithOidcBlock> | undefined;
  /** Default: `ALICLOUD_CREDENTIALS_URI`, `ALIBABA_CLOUD_CREDENTIALS_URI`. */
  readonly credentials_uri?: Text | undefined;
  /** The hosts of services. */
  readonly endpoints?: Block<EndpointsBlock> | undefined;
  /** Milliseconds; 0 is "not set". Together with the next, the limit of one attempt to call STS. Default: 5,000 for both. */
  readonly client_read_timeout?: Numeric | undefined;
  /** Milliseconds; 0 is "not set". */
  readonly client_connect_timeout?: Numeric | undefined;
  /** `HTTP` or `HTTPS`. STS knows HTTPS alone, and is always called so; `HTTP` brings a warning. */
  readonly protocol?: Text | undefined;
  /** Other arguments, which do not matter here. */
  readonly [argument: string]: unknown;
}

export interface AssumeRoleBlock {
  /** Default: `ALICLOUD_ASSUME_ROLE_ARN`, `ALIBABA_CLOUD_ROLE_ARN`. The empty text: the block assumes no role. */
  readonly role_arn?: Text | undefined;
  /** Default: `ALICLOUD_ASSUME_ROLE_SESSION_NAME`, `ALIBABA_CLOUD_ROLE_SESSION_NAME`, else `terraform`. */
  readonly session_name?: Text | undefined;
  readonly policy?: Text | undefined;
  /** Seconds: 900 to 43,200. Default: `ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION`, else 3,600. */
  readonly session_expiration?: Numeric | undefined;
  readonly external_id?: Text | undefined;
  /** Aliases, which bring a warning. */
  readonly [argument: string]: unknown;
}

export interface AssumeRoleWithOidcBlock {
  /** Default: `ALIBABA_CLOUD_OIDC_PROVIDER_ARN`. */
  readonly oidc_provider_arn?: Text | undefined;
  /** Default: `ALIBABA_CLOUD_OIDC_TOKEN`. Comes before a file. */
  readonly oidc_token?: Text | undefined;
  /** Read anew at each refresh. Default: `ALIBABA_CLOUD_OIDC_TOKEN_FILE`. */
  readonly oidc_token_file?: Text | undefined;
  /** Default: `ALIBABA_CLOUD_ROLE_ARN`. */
  readonly role_arn?: Text | undefined;
  readonly policy?: Text | undefined;
  /** Default: `ALIBABA_CLOUD_ROLE_SESSION_NAME`, else `terraform`. */
  readonly role_session_name?: Text | undefined;
  /** Seconds: 900 to 43,200. Default and 0: 3,600. */
  readonly session_expiration?: Numeric | undefined;
  /** Aliases, which bring a warning. */
  readonly [argument: string]: unknown;
}

export interface EndpointsBlock {
  /** The host of STS. Default: that of the region. */
  readonly sts?: Text | undefined;
  /** Hosts of other services, which do not matter here. */
  readonly [service: string]: unknown;
}

/** The arguments of a block after it was checked: by their names alone, numbers as numbers, and nested blocks as one. */
type Checked<T> = { readonly [K in keyof T as string extends K ? never : K]?: CheckedValue<T[K]> };
type CheckedValue<V> = number extends V
  ? number | undefined
  : string extends V
    ? string | undefined
    : Checked<Exclude<V, readonly unknown[] | null | undefined>> | undefined;

export type AssumeRoleSettings = Checked<AssumeRoleBlock>;
export type AssumeRoleWithOidcSettings = Checked<AssumeRoleWithOidcBlock>;

/** A provider block that was checked. */
export interface ProviderSettings extends Checked<ProviderBlock> {
  /** The order that it is read for. In the documented one, the default, nothing is empty but `assume_role.role_arn`. */
  readonly compat?: "provider" | undefined;
}

/** The paths of the arguments, those in nested blocks too: `assume_role.role_arn`. Blocks nest once. */
export type ArgumentPath = PathIn<Omit<ProviderSettings, "compat">>;
type PathIn<T> = {
  [K in keyof T & string]: T[K] extends string | number | undefined
    ? K
    : K | `${K}.${keyof NonNullable<T[K]> & string}`;
}[keyof T & string];
