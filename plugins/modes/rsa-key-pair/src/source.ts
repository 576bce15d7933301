import { ConfigurationError, type CredentialSource, found, parseOptions } from "@alicred/core";
import { type EndpointOptions, generateSessionAccessKey } from "@alicred/sts";
import { NAME } from "./name.ts";
import { type RsaKeyPairOptions, rsaKeyPairOptions } from "./options.ts";
import { readPrivateKey } from "./private-key.ts";

/**
 * Sessions in exchange for a signature by an RSA key pair. They have no security token.
 *
 * @deprecated by Alibaba Cloud; use a role instead.
 * @throws {ConfigurationError} `INVALID_OPTION` for options that cannot be used.
 */
export function rsaKeyPair(options: RsaKeyPairOptions): CredentialSource {
  const checked = parseOptions(rsaKeyPairOptions, options, NAME);
  if ((checked.privateKey === undefined) === (checked.privateKeyFile === undefined)) {
    const message = `${NAME}: give one of privateKey and privateKeyFile.`;
    throw new ConfigurationError("INVALID_OPTION", message, { source: NAME });
  }
  return keyPairSource(checked, (part) => `argument ${part}`);
}

/** An option that the trace or an error may name. */
export type Part = Exclude<keyof RsaKeyPairOptions, "sts"> | `sts.${keyof EndpointOptions}`;

/** The source for options that were checked. */
export function keyPairSource(
  options: RsaKeyPairOptions,
  originOf: (part: Part) => string,
): CredentialSource {
  const { publicKeyId, durationSeconds = 3600, sts } = options;
  const callOptions = { ...sts, originOf };
  return {
    name: NAME,
    async resolve(context) {
      context.warn("RSA key pairs are deprecated by Alibaba Cloud. Use a role instead.");
      context.supplied("publicKeyId", originOf("publicKeyId"));
      const privateKey = await readPrivateKey(context, options, originOf);
      const keyPair = { publicKeyId, privateKey };
      return found(await generateSessionAccessKey(context, keyPair, durationSeconds, callOptions));
    },
  };
}
