import { Credentials, InvalidAnswerError, type ResolveContext } from "@alicred/core";
import { callSts } from "./client.ts";
import { base64, encodeParameters, timestamp, utf8 } from "./encoding.ts";
import { rpcStringToSign } from "./rpc.ts";
import { utcTime } from "./session-reply.ts";
import { originFor, STS_VERSION, type StsCallOptions } from "./signed-call.ts";

/** An RSA key pair whose public key the service knows. */
export interface RsaKeyPair {
  readonly publicKeyId: string;
  /** For RSASSA-PKCS1-v1_5 with SHA-256. */
  readonly privateKey: CryptoKey;
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
  { publicKeyId, privateKey }: RsaKeyPair,
  durationSeconds: number,
  options: Omit<StsCallOptions, "signature"> = {},
): Promise<Credentials> {
  const { source = "sts" } = options;
  const action = "GenerateSessionAccessKey";
  const origin = originFor(context, options);
  const method = "POST";
  const reply = await callSts(context, {
    source,
    action,
    makeRequest: async ({ timestampMs, nonce }) => {
      const parameters = {
        Action: action,
        Version: STS_VERSION,
        Format: "JSON",
        AccessKeyId: publicKeyId,
        DurationSeconds: durationSeconds.toString(),
        SignatureMethod: "SHA256withRSA",
        SignatureType: "PRIVATEKEY",
        SignatureVersion: "1.0",
        SignatureNonce: nonce,
        Timestamp: timestamp(timestampMs),
      };
      const text = rpcStringToSign(method, parameters);
      const signature = await crypto.subtle.sign("RSASSA-PKCS1-v1_5", privateKey, utf8(text));
      const signed = { ...parameters, Signature: base64(new Uint8Array(signature)) };
      return {
        method,
        url: `${origin}/`,
        headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
        body: encodeParameters(Object.entries(signed)),
      };
    },
  });
  const part = (name: string): string => reply.text(`SessionAccessKey.${name}`, "CREDENTIALS_INCOMPLETE");
  const expiration = utcTime(part("Expiration"));
  if (Number.isNaN(expiration)) {
    const message = `STS ${action} answered with a SessionAccessKey.Expiration that is not a time.`;
    throw new InvalidAnswerError("RESPONSE_MALFORMED", message, { source });
  }
  return new Credentials({
    accessKeyId: part("SessionAccessKeyId"),
    accessKeySecret: part("SessionAccessKeySecret"),
    expiration,
  });
}
