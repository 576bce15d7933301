import { type CredentialSource, type StandardSchema, schemaOf } from "@alicred/core";
import { roleRules, type StsOptions } from "@alicred/sts";

/** The role and its session. */
export interface RoleOptions {
  /** The role: `acs:ram::<account id>:role/<name>`. */
  readonly roleArn: string;
  /** Names the session in audit logs: 2 to 64 letters, digits and characters of `. @ - _`. Default: `alicred`. */
  readonly roleSessionName?: string | undefined;
  /**
   * Life of a session in seconds: 900 up to the role's own maximum, at most 43,200. Beyond the role's maximum STS
   * refuses. Default: 3,600, by STS.
   */
  readonly durationSeconds?: number | undefined;
  /**
   * A policy as JSON, 1 to 2,048 characters, that narrows the session's permissions. An empty string is refused,
   * because it would quietly grant all of the role's permissions. Default: none.
   */
  readonly policy?: string | undefined;
  /** What the role's trust policy may require: 2 to 1,224 letters, digits and characters of `_ = , . @ : / + -`. */
  readonly externalId?: string | undefined;
}

export interface AssumeRoleOptions extends RoleOptions {
  /** Yields the credentials that assume the role. Its answers are cached and refreshed separately. */
  readonly from: CredentialSource;
  /** Which STS to call, how to sign, how long to wait. Default: from environment variables, else `sts.aliyuncs.com`. */
  readonly sts?: StsOptions | undefined;
}

export const assumeRoleOptions: StandardSchema<AssumeRoleOptions> = schemaOf<AssumeRoleOptions>(
  {
    ...roleRules,
    from: [
      (value) => typeof (value as Partial<CredentialSource> | null)?.resolve === "function",
      "is not a credential source",
    ],
  },
  ["from", "roleArn"],
);
