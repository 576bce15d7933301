import { ConfigurationError, type CredentialSource, failed } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";

/** The name of the plugin and its source, in provenance, traces and errors. */
export const NAME = "anonymous";

/**
 * A source that fails with `NO_ACCESS_KEY`, so that a chain never continues to another identity.
 *
 * @param what names what is anonymous, in the trace and the error: `profile "public"`
 */
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

/** `Anonymous`: no credentials, by design. No field shows it. */
export const anonymousMode: ProfileMode = {
  mode: "Anonymous",
  source: ({ name }) => anonymousSource(`profile "${name}"`),
};
