import type { Plugin } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { NAME } from "./name.ts";
import { type BearerTokenOptions, bearerTokenOptions } from "./options.ts";
import { bearerTokenMode } from "./profile-mode.ts";
import { bearerToken } from "./source.ts";

/** The plugin: bearer tokens, and the profile mode `BearerToken`. */
export const bearerTokenPlugin: Plugin<BearerTokenOptions, BearerTokenOptions, ProfileMode> = {
  name: NAME,
  options: bearerTokenOptions,
  source: bearerToken,
  profileModes: [bearerTokenMode],
};
