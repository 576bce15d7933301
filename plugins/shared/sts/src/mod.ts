/**
 * A client of Alibaba Cloud STS on WebCrypto, and what the sources that assume a role share.
 *
 * @module
 */
export { type Acs3Request, signAcs3 } from "./acs3.ts";
export { type AssumeRoleParameters, assumeRole } from "./assume-role.ts";
export { type AssumeRoleWithOidcParameters, assumeRoleWithOidc } from "./assume-role-with-oidc.ts";
export {
  generateSessionAccessKey,
  type RsaKeyPair,
  type WebCryptoKey,
} from "./generate-session-access-key.ts";
export { type CallerIdentity, getCallerIdentity } from "./get-caller-identity.ts";
export type { CallerOptions, CallLimits, EndpointOptions, StsCallOptions, StsOptions } from "./options.ts";
export type { RoleParameters } from "./role-parameters.ts";
export { type ModeFields, type ProfileOptions, type RoleProfile, readRoleProfile } from "./role-profile.ts";
export { type RpcRequest, signRpc } from "./rpc.ts";
export { rpcSignature } from "./rpc-signature.ts";
export { endpointRules, type RoleOption, roleRules } from "./rules.ts";
export { acs3Signature, type Signature, type StsOperation, type StsSignature } from "./signature.ts";
export { createNonce, type SigningKey, type Stamp } from "./signing.ts";
