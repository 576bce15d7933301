import { ConfigurationError, type CredentialSource, failed } from "@alicred/core";
import { NAME } from "./name.ts";

/**
 * No credentials, by design: for calls sent unsigned. It fails with `NO_ACCESS_KEY`, so that no other identity slips
 * in.
 */
export function anonymous(): CredentialSource {
  return anonymousSource("the source anonymous");
}

/** @param what is anonymous, in the trace and the error */
export function anonymousSource(what: string): CredentialSource {
  return {
    name: NAME,
    async resolve(context) {
      context.supplied("identity", what);
      const message = `There are no credentials, by design: ${what} is anonymous. Send the request unsigned, or choose another profile.`;
      return failed(new ConfigurationError("NO_ACCESS_KEY", message));
    },
  };
}
