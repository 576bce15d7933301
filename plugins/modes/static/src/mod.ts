/**
 * Access keys and STS tokens given in code or in a profile.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { webHost } from "@alicred/core/host/web";
 * import { staticCredentials } from "@alicred/static";
 * import { waitUntil } from "cloudflare:workers";
 *
 * const source = staticCredentials({ accessKeyId: "LTAI…", accessKeySecret: "…" });
 * const resolver = refreshing(source, { host: webHost({ waitUntil }) });
 * ```
 *
 * @module
 */
import { type CredentialSource, defineFieldPlugin, type Plugin } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { accessKeyMode, stsTokenMode } from "./profile-mode.ts";
import { NAME, type StaticOptions, staticOptions, staticSource } from "./source.ts";

export { accessKeyMode, type StaticOptions, stsTokenMode };

/** The plugin: fixed credentials, and the profile modes `AK` and `StsToken`. */
export const staticPlugin: Plugin<StaticOptions, StaticOptions, ProfileMode> =
  /* @__PURE__ */ defineFieldPlugin({
    name: NAME,
    options: staticOptions,
    source: staticSource,
    profileModes: [accessKeyMode, stsTokenMode],
  });

/**
 * A source of the given credentials. They are never completed from anywhere else: a key, its secret and its token come
 * only from these options.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` when a part is missing, or is not printable ASCII without spaces.
 */
export function staticCredentials(options: StaticOptions): CredentialSource {
  return staticPlugin.source(options);
}
