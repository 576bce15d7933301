import type { Plugin } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { NAME } from "./name.ts";
import { type OidcOptions, oidcOptions } from "./options.ts";
import { oidcMode } from "./profile-mode.ts";
import { oidc } from "./source.ts";

/** The plugin: a role assumed with an OIDC token, and the profile mode `OIDC`. */
export const oidcPlugin: Plugin<OidcOptions, OidcOptions, ProfileMode> = {
  name: NAME,
  options: oidcOptions,
  source: oidc,
  profileModes: [oidcMode],
};
