import { type CredentialSource, failed, type ProfileMode } from "@alicred/core";
import { noAccessKey } from "./no-access-key.ts";

/**
 * No credentials, by design: for calls that are sent unsigned. It fails with `NO_ACCESS_KEY`, so that no other identity
 * slips in.
 */
export function anonymous(): CredentialSource {
  return anonymousSource("the source anonymous");
}

/** `Anonymous`: no credentials, by design. */
export const anonymousMode: ProfileMode = {
  mode: "Anonymous",
  source: ({ name }) => anonymousSource(`profile "${name}"`),
};

function anonymousSource(what: string): CredentialSource {
  return {
    name: "anonymous",
    async resolve(context) {
      context.supplied("identity", what);
      const message = `There are no credentials, by design: ${what} is anonymous. Send the request unsigned, or choose another profile.`;
      return failed(noAccessKey(message));
    },
  };
}
