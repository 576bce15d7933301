/**
 * The operations of STS, each a function that makes one call.
 *
 * @module
 */
import { type Credentials, InvalidAnswerError, type ResolveContext } from "@alicred/core";
import { base64, readCredentials, utf8 } from "@alicred/plugin-kit";
import { callSts, type StsCallOptions } from "./client.ts";
import { type RoleOperation, type RoleOptionsOf, roleOptionsOf } from "./role-options.ts";
import type { Signature, SigningKey } from "./signatures.ts";
import {
  acs3Signature,
  encodeParameters,
  formRequest,
  rpcStringToSign,
  STS_VERSION,
  timestamp,
} from "./signatures.ts";

/** The options of AssumeRole. */
export type RoleOptions = RoleOptionsOf<"AssumeRole">;

/**
 * AssumeRole: exchanges credentials for those of a role's session. Their provenance is that of the credentials that
 * signed the call.
 *
 * @throws {AlicredError} `UPSTREAM_REFUSED`, `INVALID_CONFIGURATION`, `UPSTREAM_THROTTLED`, `UPSTREAM_UNAVAILABLE` by the
 *   reply; `CREDENTIALS_INCOMPLETE` and `RESPONSE_MALFORMED` for a malformed reply; what `sendRequest` throws.
 * @see https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerole
 */
export async function callAssumeRole(
  context: ResolveContext,
  credentials: Credentials,
  role: RoleOptions,
  options: StsCallOptions = {},
): Promise<Credentials> {
  const { signature = acs3Signature } = options;
  const operation = { action: "AssumeRole", parameters: roleParameters("AssumeRole", role) };
  const reply = await callSts(context, operation, credentials, signature, options);
  const { provenance } = credentials;
  return readCredentials(reply.body["Credentials"], { ...reply, provenance });
}

/** The parameters of a request, by their names on the wire. */
function roleParameters<Operation extends RoleOperation>(
  operation: Operation,
  options: RoleOptionsOf<Operation>,
): Readonly<Record<string, string | undefined>> {
  const rows = roleOptionsOf(operation);
  return Object.fromEntries(
    rows.map(([name, row]) => [row.wire, (options[name] ?? row.default)?.toString()]),
  );
}

/** The options of AssumeRoleWithOIDC. */
export interface OidcRoleOptions extends RoleOptionsOf<"AssumeRoleWithOIDC"> {
  /** The token of the identity provider, without white space around it. */
  readonly oidcToken: string;
}

/**
 * AssumeRoleWithOIDC: exchanges the token of an identity provider for a role's session. The call is not signed. The
 * token travels in the body, to keep it out of the URL and so out of access logs.
 *
 * @throws {AlicredError} as `callAssumeRole` does. A token that STS calls expired is `retryable`, because issuers renew
 *   theirs.
 * @see https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerolewithoidc
 */
export async function callAssumeRoleWithOidc(
  context: ResolveContext,
  role: OidcRoleOptions,
  options: Omit<StsCallOptions, "signature"> = {},
): Promise<Credentials> {
  const action = "AssumeRoleWithOIDC";
  const operation = { action, parameters: { ...roleParameters(action, role), OIDCToken: role.oidcToken } };
  const reply = await callSts(context, operation, undefined, unsigned, options);
  return readCredentials(reply.body["Credentials"], reply);
}

const unsigned: Signature<undefined> = (origin, { action, parameters }, _key, { timestampMs }) => {
  const query = { Action: action, Version: STS_VERSION, Format: "JSON", Timestamp: timestamp(timestampMs) };
  return formRequest(`${origin}/?${encodeParameters(query)}`, parameters);
};

const SESSION_KEY_NAMES = {
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
 * @throws {AlicredError} as `callAssumeRole` does.
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
  return readCredentials(reply.body["SessionAccessKey"], { ...reply, names: SESSION_KEY_NAMES });
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
  const text = utf8(rpcStringToSign("POST", unsigned)) as Uint8Array<ArrayBuffer>;
  const signature = await crypto.subtle.sign("RSASSA-PKCS1-v1_5", key.privateKey as CryptoKey, text);
  return formRequest(`${origin}/`, { ...unsigned, Signature: base64(new Uint8Array(signature)) });
};

/** The owner of a key. */
export interface CallerIdentity {
  readonly accountId: string;
  readonly arn: string;
  /** `Account`, `RAMUser` or `AssumedRoleUser`. */
  readonly identityType: string;
  readonly principalId: string;
  /** Present for an account or a RAM user. */
  readonly userId: string | undefined;
  /** Present for a role's session. */
  readonly roleId: string | undefined;
  readonly requestId: string | undefined;
}

/**
 * GetCallerIdentity: asks whose credentials these are. It needs no permission.
 *
 * @throws {AlicredError} as `callAssumeRole` does.
 * @see https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-getcalleridentity
 */
export async function getCallerIdentity(
  context: ResolveContext,
  credentials: SigningKey,
  options: StsCallOptions = {},
): Promise<CallerIdentity> {
  const { signature = acs3Signature } = options;
  const operation = { action: "GetCallerIdentity", parameters: {} };
  const { body, what } = await callSts(context, operation, credentials, signature, options);
  const text = (name: string): string | undefined => {
    const value = body[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const required = (name: string): string => {
    const value = text(name);
    if (value !== undefined) return value;
    const message = `${what}: ${name} is missing. Check that the endpoint is one of STS.`;
    throw new InvalidAnswerError("RESPONSE_MALFORMED", message);
  };
  return {
    accountId: required("AccountId"),
    arn: required("Arn"),
    identityType: required("IdentityType"),
    principalId: required("PrincipalId"),
    userId: text("UserId"),
    roleId: text("RoleId"),
    requestId: text("RequestId"),
  };
}
