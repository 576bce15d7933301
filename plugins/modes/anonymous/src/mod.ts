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
import { type CredentialSource, defineFieldPlugin, type Plugin, schemaOf } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { anonymousMode, anonymousSource, NAME } from "./source.ts";

export { anonymousMode };

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
