import { signRpc } from "./rpc.ts";
import { formRequest, STS_VERSION, type StsSignature } from "./signature.ts";

/**
 * Signs by HMAC-SHA1, for proxies and gateways that do not know ACS3-HMAC-SHA256. The token is a parameter here:
 * everything goes into a form body.
 */
export const rpcSignature: StsSignature = async (origin, { action, parameters }, key, stamp) => {
  const common = { Action: action, Version: STS_VERSION, Format: "JSON" };
  const call = { method: "POST", parameters: { ...common, ...parameters } } as const;
  return formRequest(`${origin}/`, await signRpc(call, key, stamp));
};
