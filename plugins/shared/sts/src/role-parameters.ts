import type { StsOperation } from "./signature.ts";

/** The session name when none is given: the same at each call, so that audit logs can be searched for it. */
const DEFAULT_SESSION_NAME = "alicred";

/** What every way to assume a role takes. */
export interface RoleParameters {
  readonly roleArn: string;
  /** Default: `alicred`. */
  readonly roleSessionName?: string | undefined;
  /** Life of the session in seconds. Default: 3,600, by the service. */
  readonly durationSeconds?: number | undefined;
  /** A policy as JSON that the session's permissions are cut down to. */
  readonly policy?: string | undefined;
}

/** The parameters by their names on the wire. */
export function roleParameters(role: RoleParameters): StsOperation["parameters"] {
  return {
    RoleArn: role.roleArn,
    RoleSessionName: role.roleSessionName ?? DEFAULT_SESSION_NAME,
    DurationSeconds: role.durationSeconds?.toString(),
    Policy: role.policy,
  };
}
