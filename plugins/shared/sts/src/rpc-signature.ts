import { signRpc } from "./rpc.ts";
import { formRequest, STS_VERSION, type StsSignature } from "./signature.ts";

/**
 * Signs by HMAC-SHA1, for proxies and gateways that do not know ACS3-HMAC-SHA256. The token is a parameter here:
 * everything goes into a form body.
 */
export const rpcSignature: StsSignature = async (origin, { action, parameters }, key, stamp) => {
  const all: Record<string, string> = { Action: action, Version: STS_VERSION, Format: "JSON" };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) all[name] = value;
  return formRequest(`${origin}/`, await signRpc({ method: "POST", parameters: all }, key, stamp));
};
