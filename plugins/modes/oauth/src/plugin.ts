import type { Plugin } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { NAME } from "./name.ts";
import { type OAuthOptions, oauthOptions } from "./options.ts";
import { oauthMode } from "./profile-mode.ts";
import { oauth } from "./source.ts";

/** The plugin: credentials of a person who signed in with OAuth, and the profile mode `OAuth`. */
export const oauthPlugin: Plugin<OAuthOptions, OAuthOptions, ProfileMode> = {
  name: NAME,
  options: oauthOptions,
  source: oauth,
  profileModes: [oauthMode],
};
