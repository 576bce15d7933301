import { ConfigurationError, type ErrorCode } from "@alicred/core";

/** An error of the file, or of what is asked of it. */
export function configError(code: ErrorCode, message: string): ConfigurationError {
  return new ConfigurationError(code, message);
}
