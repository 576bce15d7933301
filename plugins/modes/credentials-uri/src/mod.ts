/**
 * Credentials from an address or a file that a sidecar or helper provides (`credentials_uri`).
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { credentialsUri } from "@alicred/credentials-uri";
 *
 * const source = credentialsUri({ uri: "http://127.0.0.1:8088/credentials" });
 * const resolver = refreshing(source, { host: nodeHost() });
 * ```
 *
 * @module
 */
import { defineFieldPlugin, type Plugin } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { credentialsUriMode } from "./profile-mode.ts";
import { type CredentialsUriOptions, credentialsUriOptions, NAME, uriSource } from "./source.ts";

export { credentialsUri } from "./source.ts";
export { type CredentialsUriOptions, credentialsUriMode, uriSource };

/** The plugin: credentials from a URI, and the profile mode `CredentialsURI`. */
export const credentialsUriPlugin: Plugin<CredentialsUriOptions, CredentialsUriOptions, ProfileMode> =
  /* @__PURE__ */ defineFieldPlugin({
    name: NAME,
    options: credentialsUriOptions,
    source: (options) => uriSource(options, "argument uri"),
    profileModes: [credentialsUriMode],
  });
