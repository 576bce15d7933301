import { ConfigurationError, type ResolveContext } from "@alicred/core";
import { readTextFile } from "@alicred/plugin-kit";

/** Where a private key comes from; exactly one of the two. */
export interface KeyPlace {
  readonly privateKey?: string | undefined;
  readonly privateKeyFile?: string | undefined;
}

/**
 * The key, ready to sign by RSASSA-PKCS1-v1_5 with SHA-256.
 *
 * @param originOf says where a part came from
 * @throws {ConfigurationError} `FILE_UNREADABLE`, or `INVALID_CONFIGURATION` for a text that is no such key; it is
 *   quoted nowhere.
 */
export async function readPrivateKey(
  context: ResolveContext,
  { privateKey, privateKeyFile = "" }: KeyPlace,
  originOf: (part: keyof KeyPlace) => string,
): Promise<CryptoKey> {
  const part = privateKey === undefined ? "privateKeyFile" : "privateKey";
  const text = privateKey ?? (await readTextFile(context.host, privateKeyFile, originOf(part)));
  context.supplied("privateKey", originOf(part));
  if (/-----BEGIN (RSA|ENCRYPTED) /.test(text)) {
    throw unusable(
      `${originOf(part)} is a private key in another form than PKCS#8 without a password. Convert it: openssl pkcs8 -topk8 -nocrypt -in key.pem -out pkcs8.pem`,
    );
  }
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  try {
    const pkcs8 = decodePem(text);
    return await crypto.subtle.importKey("pkcs8", pkcs8, algorithm, false, ["sign"]);
  } catch {
    throw unusable(
      `${originOf(part)} is not a private RSA key in PKCS#8, which begins with -----BEGIN PRIVATE KEY-----.`,
    );
  }
}

function decodePem(pem: string): Uint8Array<ArrayBuffer> {
  const lines = pem.split(/\r?\n/).filter((line) => !line.trim().startsWith("----"));
  return Uint8Array.from(atob(lines.join("").replace(/\s/g, "")), (char) => char.charCodeAt(0));
}

function unusable(message: string): ConfigurationError {
  return new ConfigurationError("INVALID_CONFIGURATION", message);
}
