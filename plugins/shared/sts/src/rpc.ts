import { base64, encodeParameters, timestamp } from "./encoding.ts";
import type { StsOperation } from "./signature.ts";
import { hmac, type SigningKey, type Stamp } from "./signing.ts";

/** An RPC call to sign. */
export interface RpcRequest {
  readonly method: "GET" | "POST";
  /** `Action`, `Version`, `Format` and the call's own, wherever they are sent: in the query or in a form body. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Signs an RPC call by HMAC-SHA1, signature version 1.0.
 *
 * @returns the parameters to send: those given, the signature's own and `Signature`.
 * @see https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism
 */
export async function signRpc(
  { method, parameters }: RpcRequest,
  { accessKeyId, accessKeySecret, securityToken }: SigningKey,
  stamp: Stamp,
): Promise<Record<string, string>> {
  const unsigned: Record<string, string> = {
    ...parameters,
    AccessKeyId: accessKeyId,
    ...(securityToken !== undefined && { SecurityToken: securityToken }),
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    SignatureNonce: stamp.nonce,
    Timestamp: timestamp(stamp.timestampMs),
  };
  const text = rpcStringToSign(method, unsigned);
  return { ...unsigned, Signature: base64(await hmac("SHA-1", `${accessKeySecret}&`, text)) };
}

/** The text that is signed, for parameters that hold everything but `Signature`. */
export function rpcStringToSign(method: string, parameters: StsOperation["parameters"]): string {
  // What is encoded already has no character that encodeURIComponent and the service treat differently.
  return `${method}&%2F&${encodeURIComponent(encodeParameters(parameters))}`;
}
