import { type StandardSchema, schemaOf } from "@alicred/core";
import { type TokenFrom, tokenFrom } from "@alicred/plugin-kit";
import { type CallLimits, type EndpointOptions, roleRules } from "@alicred/sts";

/** What the names of environment variables begin with. */
export type VariableFamily = "ALIBABA_CLOUD" | "ALIBABACLOUD";

/** The families that are read by default, in this order. */
export const FAMILIES: readonly VariableFamily[] = ["ALIBABA_CLOUD", "ALIBABACLOUD"];

export interface OidcOptions {
  /** The role: `acs:ram::<account id>:role/<name>`. Default: the variable `…_ROLE_ARN`. */
  readonly roleArn?: string | undefined;
  /** `acs:ram::<account id>:oidc-provider/<name>`. Default: the variable `…_OIDC_PROVIDER_ARN`. */
  readonly oidcProviderArn?: string | undefined;
  /**
   * The token of the identity provider: itself, a file or a variable that is read at each refresh, or a function that is
   * called at each refresh. Default: the variable `…_OIDC_TOKEN`, else the file that `…_OIDC_TOKEN_FILE` names.
   */
  readonly token?: TokenFrom | undefined;
  /**
   * Names the session in audit logs: 2 to 64 letters, digits and characters of `. @ - _`.
   * Default: the variable `…_ROLE_SESSION_NAME`, else `alicred`.
   */
  readonly roleSessionName?: string | undefined;
  /** Life of a session in seconds: 900 up to what is set at the role, 43,200 at most. Default: 3,600, by STS. */
  readonly durationSeconds?: number | undefined;
  /** A policy as JSON, 1 to 2,048 characters, that the session's permissions are cut down to. Default: none. */
  readonly policy?: string | undefined;
  /** Which STS to call, and how long to wait. Default: by environment variables, else `sts.aliyuncs.com`. */
  readonly sts?: (EndpointOptions & CallLimits) | undefined;
  /**
   * The families of variables that fill what is not given. The first that has a variable of OIDC counts, and is not
   * mixed with the other. Default: `ALIBABA_CLOUD`, `ALIBABACLOUD`.
   */
  readonly families?: readonly VariableFamily[] | undefined;
}

// Marked pure: who makes the source by checked options alone has no schema in a bundle.
export const oidcOptions: StandardSchema<OidcOptions> = /* @__PURE__ */ schemaOf({
  ...roleRules,
  token: tokenFrom,
  families: [
    (value) => Array.isArray(value) && value.every((each) => FAMILIES.includes(each)),
    `is not a list of ${FAMILIES}`,
  ],
});
