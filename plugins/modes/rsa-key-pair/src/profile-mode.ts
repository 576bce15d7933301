import { ConfigurationError } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { readStsProfile } from "@alicred/sts";
import { durationRule, keyPairSource } from "./source.ts";

/** `RsaKeyPair`: a session for the profile's key pair. */
export const rsaKeyPairMode: ProfileMode = {
  mode: "RsaKeyPair",
  fields: ["private_key", "key_pair_name"],
  source(profile) {
    const { options, originOf, warned } = readStsProfile(profile, {
      required: { publicKeyId: "key_pair_name" },
      optional: { privateKey: "private_key", privateKeyFile: "private_key_file" },
      durationRule,
    });
    const { privateKey, privateKeyFile } = options;
    if (privateKey === undefined && privateKeyFile === undefined) {
      const message = `profile "${profile.name}" has no private_key. Add it: the path of a PEM file in PKCS#8, or its text.`;
      throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
    }
    // The aliyun CLI takes the field for a path, although its own wizard writes the text of the key there.
    if (privateKey === undefined || isKeyText(privateKey)) return warned(keyPairSource(options, originOf));
    const located = { ...options, privateKey: undefined, privateKeyFile: privateKey.trim() };
    return warned(
      keyPairSource(located, (option) => originOf(option === "privateKeyFile" ? "privateKey" : option)),
    );
  },
};

/** Whether a text is a key rather than the path of one: PEM, or the bare Base64 of PKCS#8, which begins with `MI`. */
function isKeyText(text: string): boolean {
  return text.includes("-----BEGIN") || /^\s*MI[A-Za-z0-9+/=\s]{200,}$/.test(text);
}
