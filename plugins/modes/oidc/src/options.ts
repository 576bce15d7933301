import { type StandardSchema, schemaOf } from "@alicred/core";
import { type TokenFrom, tokenFrom } from "@alicred/plugin-kit";
import { type CallLimits, type EndpointOptions, roleRules } from "@alicred/sts";

/** The prefixes of environment variables' names. */
export type VariableFamily = "ALIBABA_CLOUD" | "ALIBABACLOUD";

/** The families read by default, in this order. */
export const FAMILIES: readonly VariableFamily[] = ["ALIBABA_CLOUD", "ALIBABACLOUD"];

export interface OidcOptions {
  /** The role: `acs:ram::<account id>:role/<name>`. Default: the variable `…_ROLE_ARN`. */
  readonly roleArn?: string | undefined;
  /** `acs:ram::<account id>:oidc-provider/<name>`. Default: the variable `…_OIDC_PROVIDER_ARN`. */
  readonly oidcProviderArn?: string | undefined;
  /**
   * The token of the identity provider: itself, a file or variable read at each refresh, or a function called at each
   * refresh. Default: the variable `…_OIDC_TOKEN`, else the file that `…_OIDC_TOKEN_FILE` names.
   */
  readonly token?: TokenFrom | undefined;
  /**
   * Names the session in audit logs: 2 to 64 letters, digits and characters of `. @ - _`.
   * Default: the variable `…_ROLE_SESSION_NAME`, else `alicred`.
   */
  readonly roleSessionName?: string | undefined;
  /** Life of a session in seconds: 900 up to the role's own maximum, at most 43,200. Default: 3,600, by STS. */
  readonly durationSeconds?: number | undefined;
  /** A policy as JSON, 1 to 2,048 characters, that narrows the session's permissions. Default: none. */
  readonly policy?: string | undefined;
  /** Which STS to call, and how long to wait. Default: from environment variables, else `sts.aliyuncs.com`. */
  readonly sts?: (EndpointOptions & CallLimits) | undefined;
  /**
   * The families of variables that supply what is not given. The first that has an OIDC variable counts, and is not
   * mixed with the other. Default: `ALIBABA_CLOUD`, `ALIBABACLOUD`.
   */
  readonly families?: readonly VariableFamily[] | undefined;
}

// Marked pure: a bundle that makes the source only from checked options then has no schema.
export const oidcOptions: StandardSchema<OidcOptions> = /* @__PURE__ */ schemaOf({
  ...roleRules,
  token: tokenFrom,
  families: [
    (value) => Array.isArray(value) && value.every((each) => FAMILIES.includes(each)),
    `is not a list of ${FAMILIES}`,
  ],
});
