/**
 * A client of Alibaba Cloud STS, by the host's own digests or WebCrypto, and the options, rules and fields of the sources that
 * call it.
 *
 * @example
 * ```ts
 * import { type CredentialSource, Credentials, found } from "@alicred/core";
 * import { callAssumeRole } from "@alicred/sts";
 *
 * const user = new Credentials({ accessKeyId: "LTAI…", accessKeySecret: "…" });
 * export const admin: CredentialSource = {
 *   name: "admin",
 *   resolve: async (context) =>
 *     found(await callAssumeRole(context, user, { roleArn: "acs:ram::123456789012:role/admin" })),
 * };
 * ```
 *
 * @module
 */
export {
  type CallerOptions,
  type CallLimits,
  NOTABLE_SKEW_MS,
  type StsCallOptions,
  type StsOptions,
} from "./client.ts";
export { type EndpointOptions, type EndpointPath, endpointRules } from "./endpoint.ts";
export * from "./operations.ts";
export { readStsProfile, type StsFields, type StsProfile, type StsProfileOptions } from "./profile.ts";
export * from "./role-options.ts";
export type {
  Acs3Request,
  DigestingHost,
  RpcRequest,
  Signature,
  SigningKey,
  Stamp,
  StsOperation,
  StsSignature,
} from "./signatures.ts";
export { acs3Signature, createNonce, rpcSignature, signAcs3, signRpc } from "./signatures.ts";
