import type { Plugin } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { NAME } from "./name.ts";
import { type CloudSsoOptions, cloudSsoOptions } from "./options.ts";
import { cloudSsoMode } from "./profile-mode.ts";
import { cloudSso } from "./source.ts";

/** The plugin: credentials of a CloudSSO access configuration, and the profile mode `CloudSSO`. */
export const cloudSsoPlugin: Plugin<CloudSsoOptions, CloudSsoOptions, ProfileMode> = {
  name: NAME,
  options: cloudSsoOptions,
  source: cloudSso,
  profileModes: [cloudSsoMode],
};
