/** A provider block that was checked: every argument by its name, and absent or not empty. */
export interface ProviderSettings {
  readonly access_key?: string | undefined;
  readonly secret_key?: string | undefined;
  readonly security_token?: string | undefined;
  readonly ecs_role_name?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly shared_credentials_file?: string | undefined;
  readonly credentials_uri?: string | undefined;
  readonly assume_role?: AssumeRoleSettings | undefined;
  readonly assume_role_with_oidc?: AssumeRoleWithOidcSettings | undefined;
  /** Milliseconds; 0 is "not set". */
  readonly client_read_timeout?: number | undefined;
  /** Milliseconds; 0 is "not set". */
  readonly client_connect_timeout?: number | undefined;
  readonly protocol?: "HTTP" | "HTTPS" | undefined;
  readonly endpoints?: { readonly sts?: string | undefined } | undefined;
}

export interface AssumeRoleSettings {
  /** The empty text: no role is assumed, unless a variable names one. */
  readonly role_arn?: string | undefined;
  readonly session_name?: string | undefined;
  readonly policy?: string | undefined;
  readonly session_expiration?: number | undefined;
  readonly external_id?: string | undefined;
}

export interface AssumeRoleWithOidcSettings {
  readonly oidc_provider_arn?: string | undefined;
  readonly oidc_token?: string | undefined;
  readonly oidc_token_file?: string | undefined;
  readonly role_arn?: string | undefined;
  readonly policy?: string | undefined;
  readonly role_session_name?: string | undefined;
  readonly session_expiration?: number | undefined;
}
