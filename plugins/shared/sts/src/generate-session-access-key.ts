import type { Credentials, ResolveContext } from "@alicred/core";
import { readCredentials } from "@alicred/plugin-kit";
import { callSts } from "./client.ts";
import { base64, timestamp, utf8 } from "./encoding.ts";
import type { StsCallOptions } from "./options.ts";
import { rpcStringToSign } from "./rpc.ts";
import { formRequest, type Signature, STS_VERSION } from "./signature.ts";

const NAMES = {
  accessKeyId: "SessionAccessKeyId",
  accessKeySecret: "SessionAccessKeySecret",
  securityToken: undefined,
  expiration: "Expiration",
} as const;

/** A key of WebCrypto: a `CryptoKey`, under a name that compilers know without the DOM library too. */
export interface WebCryptoKey {
  readonly type: string;
  readonly extractable: boolean;
  readonly algorithm: { readonly name: string };
  readonly usages: readonly string[];
}

/** An RSA key pair whose public key the service knows. */
export interface RsaKeyPair {
  readonly publicKeyId: string;
  /** For RSASSA-PKCS1-v1_5 with SHA-256. */
  readonly privateKey: WebCryptoKey;
}

/**
 * GenerateSessionAccessKey: exchanges a signature by an RSA key for a session access key, which has no security token.
 * Alibaba Cloud has deprecated it. The form is that of the SDK for Go; the others send what the service refuses.
 *
 * @param durationSeconds 900 to 3,600
 * @throws {AlicredError} as `assumeRole` does.
 * @see https://github.com/aliyun/credentials-go, file credentials/rsa_key_pair_credential.go
 */
export async function generateSessionAccessKey(
  context: ResolveContext,
  keyPair: RsaKeyPair,
  durationSeconds: number,
  options: Omit<StsCallOptions, "signature"> = {},
): Promise<Credentials> {
  const operation = {
    action: "GenerateSessionAccessKey",
    parameters: { DurationSeconds: durationSeconds.toString() },
  };
  const reply = await callSts(context, operation, keyPair, rsaSignature, options);
  return readCredentials(reply.body["SessionAccessKey"], { ...reply, names: NAMES });
}

const rsaSignature: Signature<RsaKeyPair> = async (origin, { action, parameters }, key, stamp) => {
  const unsigned: Record<string, string | undefined> = {
    ...parameters,
    Action: action,
    Version: STS_VERSION,
    Format: "JSON",
    AccessKeyId: key.publicKeyId,
    SignatureMethod: "SHA256withRSA",
    SignatureType: "PRIVATEKEY",
    SignatureVersion: "1.0",
    SignatureNonce: stamp.nonce,
    Timestamp: timestamp(stamp.timestampMs),
  };
  const text = utf8(rpcStringToSign("POST", unsigned));
  const signature = await crypto.subtle.sign("RSASSA-PKCS1-v1_5", key.privateKey as CryptoKey, text);
  return formRequest(`${origin}/`, { ...unsigned, Signature: base64(new Uint8Array(signature)) });
};
