import { ConfigurationError } from "@alicred/core";

/** The error for an identity that has no access key and is not meant to have one. It stops a chain. */
export function noAccessKey(message: string): ConfigurationError {
  return new ConfigurationError("NO_ACCESS_KEY", message);
}
