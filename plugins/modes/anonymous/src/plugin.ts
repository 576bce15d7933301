import type { Plugin } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { NAME } from "./name.ts";
import { type AnonymousOptions, anonymousOptions } from "./options.ts";
import { anonymousMode } from "./profile-mode.ts";
import { anonymous } from "./source.ts";

/** The plugin: no credentials, by design, and the profile mode `Anonymous`. */
export const anonymousPlugin: Plugin<AnonymousOptions, AnonymousOptions, ProfileMode> = {
  name: NAME,
  options: anonymousOptions,
  source: anonymous,
  profileModes: [anonymousMode],
};
