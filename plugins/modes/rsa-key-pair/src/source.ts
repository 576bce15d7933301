import type { CredentialSource, FieldSchema, ResolveContext, Rule } from "@alicred/core";
import { ConfigurationError, found, nonEmptyString, schemaOf } from "@alicred/core";
import { readTextFile, wholeNumber } from "@alicred/plugin-kit";
import { type EndpointPath, generateSessionAccessKey, type StsOptions } from "@alicred/sts";

/** The name of the plugin and its source, in provenance, traces and errors. */
export const NAME = "rsa-key-pair";

export interface RsaKeyPairOptions {
  /** The id under which the service knows the public key. */
  readonly publicKeyId: string;
  /** The private key in PKCS#8: PEM, or just its Base64. One of the two private keys is required. */
  readonly privateKey?: string | undefined;
  /** A file that holds the private key, read at each refresh; `~/` is the home folder. */
  readonly privateKeyFile?: string | undefined;
  /** Life of a session in seconds: 900 to 3,600. Default: 3,600. */
  readonly durationSeconds?: number | undefined;
  /** Which STS to call, and how long to wait. Default: from environment variables, else `sts.aliyuncs.com`. */
  readonly sts?: Omit<StsOptions, "signature"> | undefined;
}

export const durationRule: Rule = wholeNumber(900, 3600);

export const rsaKeyPairOptions: FieldSchema<RsaKeyPairOptions> = schemaOf(
  {
    publicKeyId: nonEmptyString,
    privateKey: nonEmptyString,
    privateKeyFile: nonEmptyString,
    durationSeconds: durationRule,
  },
  ["publicKeyId"],
);

/** An option that the trace or an error may name. */
export type RsaKeyPairOptionPath = Exclude<keyof RsaKeyPairOptions, "sts"> | EndpointPath;

/**
 * The source for validated options. `privateKey` comes before `privateKeyFile`.
 *
 * @param originOf says where an option came from. Default: `argument privateKey`.
 */
export function keyPairSource(
  options: RsaKeyPairOptions,
  originOf: (option: RsaKeyPairOptionPath) => string = (option) => `argument ${option}`,
): CredentialSource {
  const { publicKeyId, durationSeconds = 3600, sts } = options;
  return {
    name: NAME,
    async resolve(context) {
      context.warn("RSA key pairs are deprecated by Alibaba Cloud. Use a role instead.");
      context.supplied("publicKeyId", originOf("publicKeyId"));
      const privateKey = await readPrivateKey(context, options, originOf);
      const keyPair = { publicKeyId, privateKey };
      const callOptions = { ...sts, originOf };
      return found(await generateSessionAccessKey(context, keyPair, durationSeconds, callOptions));
    },
  };
}

/**
 * The private key, ready to sign by RSASSA-PKCS1-v1_5 with SHA-256.
 *
 * @throws {ConfigurationError} `FILE_UNREADABLE`, or `INVALID_CONFIGURATION` for a text that is not such a key; it is
 *   quoted nowhere.
 */
async function readPrivateKey(
  context: ResolveContext,
  { privateKey, privateKeyFile = "" }: RsaKeyPairOptions,
  originOf: (option: RsaKeyPairOptionPath) => string,
): Promise<CryptoKey> {
  const option = privateKey === undefined ? "privateKeyFile" : "privateKey";
  const text = privateKey ?? (await readTextFile(context.host, privateKeyFile, originOf(option)));
  context.supplied("privateKey", originOf(option));
  if (/-----BEGIN (RSA|ENCRYPTED) /.test(text)) {
    throw invalidKey(
      `${originOf(option)} is a private key in another form than PKCS#8 without a password. Convert it: openssl pkcs8 -topk8 -nocrypt -in key.pem -out pkcs8.pem`,
    );
  }
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  try {
    const pkcs8 = decodePem(text);
    return await crypto.subtle.importKey("pkcs8", pkcs8, algorithm, false, ["sign"]);
  } catch {
    throw invalidKey(
      `${originOf(option)} is not a private RSA key in PKCS#8, which begins with -----BEGIN PRIVATE KEY-----.`,
    );
  }
}

function decodePem(pem: string): Uint8Array<ArrayBuffer> {
  const lines = pem.split(/\r?\n/).filter((line) => !line.trim().startsWith("----"));
  return Uint8Array.from(atob(lines.join("").replace(/\s/g, "")), (char) => char.charCodeAt(0));
}

function invalidKey(message: string): ConfigurationError {
  return new ConfigurationError("INVALID_CONFIGURATION", message);
}
