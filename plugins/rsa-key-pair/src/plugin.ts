import type { Plugin } from "@alicred/core";
import { type RsaKeyPairOptions, rsaKeyPairOptions } from "./options.ts";
import { rsaKeyPairMode } from "./profile-mode.ts";
import { rsaKeyPair } from "./source.ts";

/** The plugin: sessions of an RSA key pair, and the profile mode `RsaKeyPair`. */
export const rsaKeyPairPlugin: Plugin<RsaKeyPairOptions> = {
  name: "rsa-key-pair",
  options: rsaKeyPairOptions,
  source: rsaKeyPair,
  profileModes: [rsaKeyPairMode],
};
