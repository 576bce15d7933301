/**
 * Sessions of an RSA key pair, and the profile mode `RsaKeyPair`. Deprecated by Alibaba Cloud.
 *
 * @module
 */
export { type RsaKeyPairOptions, rsaKeyPairOptions } from "./options.ts";
export { rsaKeyPairPlugin } from "./plugin.ts";
export { rsaKeyPairMode } from "./profile-mode.ts";
export { rsaKeyPair } from "./source.ts";
