import type { Plugin } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { NAME } from "./name.ts";
import { type RsaKeyPairOptions, rsaKeyPairOptions } from "./options.ts";
import { rsaKeyPairMode } from "./profile-mode.ts";
import { rsaKeyPair } from "./source.ts";

/** The plugin: sessions of an RSA key pair, and the profile mode `RsaKeyPair`. */
export const rsaKeyPairPlugin: Plugin<RsaKeyPairOptions, RsaKeyPairOptions, ProfileMode> = {
  name: NAME,
  options: rsaKeyPairOptions,
  source: rsaKeyPair,
  profileModes: [rsaKeyPairMode],
};
