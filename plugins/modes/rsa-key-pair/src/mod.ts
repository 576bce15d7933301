/**
 * Sessions of an RSA key pair, and the profile mode `RsaKeyPair`. Deprecated by Alibaba Cloud.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { rsaKeyPair } from "@alicred/rsa-key-pair";
 *
 * const source = rsaKeyPair({ publicKeyId: "…", privateKeyFile: "~/.keys/alibaba.pem" });
 * const resolver = refreshing(source, { host: nodeHost() });
 * ```
 *
 * @module
 */
import { ConfigurationError, type CredentialSource, defineFieldPlugin, type Plugin } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { rsaKeyPairMode } from "./profile-mode.ts";
import { keyPairSource, NAME, type RsaKeyPairOptions, rsaKeyPairOptions } from "./source.ts";

export { type RsaKeyPairOptions, rsaKeyPairMode, rsaKeyPairOptions };

/** The plugin: sessions of an RSA key pair, and the profile mode `RsaKeyPair`. */
export const rsaKeyPairPlugin: Plugin<RsaKeyPairOptions, RsaKeyPairOptions, ProfileMode> =
  /* @__PURE__ */ defineFieldPlugin({
    name: NAME,
    options: rsaKeyPairOptions,
    source(options) {
      if ((options.privateKey === undefined) !== (options.privateKeyFile === undefined))
        return keyPairSource(options);
      const message = `${NAME}: give one of privateKey and privateKeyFile.`;
      throw new ConfigurationError("INVALID_OPTION", message, { source: NAME });
    },
    profileModes: [rsaKeyPairMode],
  });

/**
 * Sessions in exchange for a signature by an RSA key pair. They have no security token.
 *
 * @deprecated by Alibaba Cloud; use a role instead.
 * @throws {ConfigurationError} `INVALID_OPTION` for invalid options, and unless one of the two keys is given.
 */
export function rsaKeyPair(options: RsaKeyPairOptions): CredentialSource {
  return rsaKeyPairPlugin.source(options);
}
