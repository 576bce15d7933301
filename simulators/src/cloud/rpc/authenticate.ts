import type { Exchange } from "../exchange.ts";
import type { PolicyDocument } from "../ram/policy.ts";
import { type Principal, principalArn } from "../ram/principal.ts";
import { isoSeconds } from "../replies.ts";
import type { ReceivedRequest } from "../request.ts";
import type { World } from "../world/world.ts";
import type { Digests } from "./digests.ts";
import { RpcError } from "./errors.ts";
import { createDigests } from "./native-digests.ts";
import type { NonceMemory } from "./nonces.ts";
import type { RpcRequest } from "./request.ts";
import {
  ACS3_ALGORITHM,
  canonicalRequestV3,
  missingSignedHeaders,
  signatureV1,
  signatureV3,
  stringToSignV1,
  stringToSignV3,
} from "./signatures.ts";

/** A caller whose signature holds. */
export interface Caller {
  readonly principal: Principal;
  readonly sessionPolicy: PolicyDocument | undefined;
  /** That of the session, which those that descend from it keep. */
  readonly sourceIdentity?: string | undefined;
}

/** The things that a request is checked with. */
export interface RpcContext {
  readonly world: World;
  readonly exchange: Exchange;
  readonly request: RpcRequest;
  readonly nonces: NonceMemory;
  /** The time of a timestamp, as {@link instantOfTimestamp} has it. */
  instantOf(timestamp: string): number;
}

/** How far a timestamp may be off, either way. */
export const TIMESTAMP_WINDOW_MS = 900_000;

const TIMESTAMP_FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
/** A copied blank, a quote or a variable that was not expanded makes a key that cannot be one. */
const KEY_FORM = /^[\w.-]+$/;
const EXPECTED_OF_V1 = [
  ["SignatureMethod", "HMAC-SHA1"],
  ["SignatureVersion", "1.0"],
] as const;

interface Key {
  readonly secret: string;
  readonly caller: Caller;
}

/** Checks key, token, timestamp, nonce and signature, in this order. @throws `RpcError` for the first that does not hold. */
export function authenticate(context: RpcContext): Caller {
  const { world, nonces, exchange, request } = context;
  const accessKeyId = demand(request, "AccessKeyId", request.accessKeyId);
  requireSignatureParameters(request);
  const { secret, caller } = findKey(world, exchange, accessKeyId, request.securityToken);
  checkTimestamp(context);
  const nonce = demand(request, "SignatureNonce", request.nonce);
  const use = nonces.refuseUsed(exchange, accessKeyId, nonce);
  verifySignature(context, secret);
  nonces.remember(use, exchange.now());
  exchange.report({ identity: principalArn(caller.principal) });
  return caller;
}

/** Reports the skew. @throws `RpcError` when the timestamp is absent, not of its form or outside the window. */
export function checkTimestamp({ exchange, request, instantOf }: RpcContext): void {
  const ms = instantOf(demand(request, "Timestamp", request.timestamp));
  if (Number.isNaN(ms)) throw new RpcError({ row: "InvalidTimeStamp.Format" });
  const skewMs = ms - exchange.now();
  exchange.report({ skewMs });
  if (Math.abs(skewMs) > TIMESTAMP_WINDOW_MS) throw new RpcError({ row: "InvalidTimeStamp.Expired" });
}

/** Milliseconds of a timestamp such as `2026-01-07T08:00:00Z`; NaN for any other text. */
export function instantOfTimestamp(timestamp: string): number {
  const ms = TIMESTAMP_FORM.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  // Days and hours that do not exist are read as those that come after.
  return !Number.isNaN(ms) && isoSeconds(ms) === timestamp ? ms : Number.NaN;
}

/** A value that must be there. @throws `RpcError` `Missing{name}`. */
export function demand(request: RpcRequest, name: string, value: string | undefined): string {
  if (value) return value;
  throw new RpcError({
    row: "Missing{0}",
    subject: name,
    reason: `${name} is absent (signature style: ${request.style})`,
  });
}

function requireSignatureParameters(request: RpcRequest): void {
  if (request.style === "v3") {
    if (request.authorization?.algorithm === ACS3_ALGORITHM) return;
    throw new RpcError({ row: "InvalidParameter", subject: "Authorization" });
  }
  for (const [name, expected] of EXPECTED_OF_V1) {
    const value = demand(request, name, request.params.get(name));
    if (value !== expected) throw new RpcError({ row: "InvalidParameter", subject: name });
  }
  demand(request, "Signature", request.params.get("Signature"));
}

function findKey(
  world: World,
  exchange: Exchange,
  accessKeyId: string,
  securityToken: string | undefined,
): Key {
  const key = world.directory.accessKey(accessKeyId);
  if (key) {
    exchange.report({ credentialKind: "access-key" });
    if (!key.active) throw new RpcError({ row: "InvalidAccessKeyId.Inactive" });
    if (securityToken) throw new RpcError({ row: "InvalidSecurityToken.MismatchWithAccessKey" });
    return { secret: key.secret, caller: { principal: key.owner, sessionPolicy: undefined } };
  }
  const nowMs = exchange.now();
  const found = world.credentials.find(accessKeyId);
  if (found && found.securityToken === undefined) {
    exchange.report({ credentialKind: "session-access-key" });
    if (securityToken) throw new RpcError({ row: "InvalidSecurityToken.MismatchWithAccessKey" });
    if (found.expiresAtMs <= nowMs)
      throw new RpcError({ row: "InvalidAccessKeyId.NotFound", reason: "the session access key is expired" });
    return { secret: found.accessKeySecret, caller: found };
  }
  if (!KEY_FORM.test(accessKeyId))
    throw new RpcError({
      row: "InvalidAccessKeyId",
      reason: "the access key id has characters that none has",
    });
  if (!accessKeyId.startsWith("STS.")) throw new RpcError({ row: "InvalidAccessKeyId.NotFound" });
  exchange.report({ credentialKind: "temporary" });
  if (!securityToken) throw new RpcError({ row: "MissingSecurityToken" });
  const standing = world.credentials.tokenStanding(accessKeyId, securityToken, nowMs);
  if (standing === "expired") throw new RpcError({ row: "InvalidSecurityToken.Expired" });
  if (found === undefined) throw new RpcError({ row: "InvalidAccessKeyId.NotFound" });
  if (standing === "mismatch") throw new RpcError({ row: "InvalidSecurityToken.MismatchWithAccessKey" });
  if (standing === "malformed") throw new RpcError({ row: "InvalidSecurityToken.Malformed" });
  return { secret: found.accessKeySecret, caller: found };
}

function verifySignature({ world, exchange, request }: RpcContext, secret: string): void {
  const digests = world.use(createDigests);
  const { received } = exchange;
  if (request.authorization === undefined) {
    const toSign = stringToSignV1(received.method, request.params);
    if (signatureV1(digests, secret, toSign) === request.params.get("Signature")) return;
    throw new RpcError({ row: "SignatureDoesNotMatch", subject: toSign });
  }
  const { signature } = request.authorization;
  const signedHeaders = request.authorization.signedHeaders.split(";");
  const toSign = toSignV3(digests, received, request, signedHeaders);
  const unsigned = missingSignedHeaders(received, signedHeaders);
  if (unsigned.length === 0 && signatureV3(digests, secret, toSign) === signature) return;
  throw new RpcError({
    row: "SignatureDoesNotMatch",
    subject: toSign,
    ...(unsigned.length > 0 && { reason: `not signed: ${unsigned.join(", ")}` }),
  });
}

/** Returns the text that the client should have signed, by the style of its request. */
export function stringToSignOf(world: World, received: ReceivedRequest, request: RpcRequest): string {
  if (request.authorization === undefined) return stringToSignV1(received.method, request.params);
  const signedHeaders = request.authorization.signedHeaders.split(";");
  return toSignV3(world.use(createDigests), received, request, signedHeaders);
}

function toSignV3(
  digests: Digests,
  received: ReceivedRequest,
  request: RpcRequest,
  signedHeaders: readonly string[],
): string {
  const canonical = canonicalRequestV3(digests, received, request.query.canonical, signedHeaders);
  return stringToSignV3(digests, canonical);
}
