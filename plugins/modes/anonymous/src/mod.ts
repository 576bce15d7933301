/**
 * No credentials, by design, and the profile mode `Anonymous`.
 *
 * @example
 * ```ts
 * import { anonymous } from "@alicred/anonymous";
 * import { chain } from "@alicred/core";
 * import { envCredentials } from "@alicred/env";
 *
 * const source = chain([envCredentials(), anonymous()]);
 * ```
 *
 * @module
 */
import {
  ConfigurationError,
  type CredentialSource,
  defineFieldPlugin,
  failed,
  type Plugin,
  schemaOf,
} from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";

/** The name of the plugin and its source, in provenance, traces and errors. */
const NAME = "anonymous";

/**
 * A source that fails with `NO_ACCESS_KEY`, so that a chain never continues to another identity.
 *
 * @param what names what is anonymous, in the trace and the error: `profile "public"`
 */
function anonymousSource(what: string): CredentialSource {
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

/** No options exist. */
export type AnonymousOptions = Readonly<Record<string, never>>;

/** The plugin: no credentials, by design, and the profile mode `Anonymous`. */
export const anonymousPlugin: Plugin<AnonymousOptions, AnonymousOptions, ProfileMode> =
  /* @__PURE__ */ defineFieldPlugin({
    name: NAME,
    options: schemaOf<AnonymousOptions>({}),
    source: () => anonymousSource("the source anonymous"),
    profileModes: [anonymousMode],
  });

/** A source without credentials, for calls that are sent unsigned. It fails with `NO_ACCESS_KEY`. */
export function anonymous(): CredentialSource {
  return anonymousPlugin.source({});
}
