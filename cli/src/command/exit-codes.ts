import { AlicredError, type ErrorCode } from "@alicred/core";

/** The exit codes of the command. `exec` has its own for failures before its program starts. */
export const EXIT = {
  done: 0,
  failed: 1,
  wrongUse: 2,
  notConfigured: 3,
  loginNeeded: 4,
  cancelled: 130,
} as const;

const BY_CODE: Readonly<Partial<Record<ErrorCode, number>>> = {
  INVALID_OPTION: EXIT.wrongUse,
  NO_TERMINAL: EXIT.wrongUse,
  PROFILE_NOT_FOUND: EXIT.wrongUse,
  NOT_CONFIGURED: EXIT.notConfigured,
  LOGIN_REQUIRED: EXIT.loginNeeded,
  CANCELLED: EXIT.cancelled,
};

/** The exit code for a failure. */
export function exitCodeOf(thrown: unknown): number {
  return (thrown instanceof AlicredError ? BY_CODE[thrown.code] : undefined) ?? EXIT.failed;
}
