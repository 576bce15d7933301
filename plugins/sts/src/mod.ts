/**
 * A client of Alibaba Cloud STS on WebCrypto: both signatures, endpoints, AssumeRole and GetCallerIdentity.
 *
 * @module
 */
export { type Acs3Request, signAcs3 } from "./acs3.ts";
export { type AssumedRole, type AssumeRoleParameters, assumeRole } from "./assume-role.ts";
export { type DescribeOption, type EndpointOptions, isRegion, parseEndpoint } from "./endpoint.ts";
export { type CallerIdentity, getCallerIdentity } from "./get-caller-identity.ts";
export { type RpcRequest, signRpc } from "./rpc.ts";
export type { StsCallOptions, StsOptions } from "./signed-call.ts";
export type { SigningKey, Stamp } from "./signing.ts";
export { readStoredSession, type SessionFields, sessionFields } from "./stored-session.ts";
