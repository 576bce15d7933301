import type { Plugin } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { NAME } from "./name.ts";
import { type CredentialsUriOptions, credentialsUriOptions } from "./options.ts";
import { credentialsUriMode } from "./profile-mode.ts";
import { credentialsUri } from "./source.ts";

/** The plugin: credentials from a URI, and the profile mode `CredentialsURI`. */
export const credentialsUriPlugin: Plugin<CredentialsUriOptions, CredentialsUriOptions, ProfileMode> = {
  name: NAME,
  options: credentialsUriOptions,
  source: credentialsUri,
  profileModes: [credentialsUriMode],
};
