import type { Exchange } from "../../cloud/exchange.ts";
import { principalArn } from "../../cloud/ram/principal.ts";
import type { World } from "../../cloud/world/world.ts";
import type { OssCaller } from "./context.ts";
import type { OssErrorName } from "./error-table.ts";
import { OssError } from "./errors.ts";
import { type Proof, readProof } from "./proof.ts";
import type { OssRequest } from "./request.ts";
import { createOssSignatures } from "./signatures.ts";
import type { OssWorld } from "./world.ts";

/**
 * Checks date, key, token and signature, in this order.
 *
 * @returns `undefined` for an anonymous request.
 * @throws `OssError` for the first that does not hold.
 */
export function authenticate(
  world: World<OssWorld>,
  exchange: Exchange,
  request: OssRequest,
): OssCaller | undefined {
  const proof = readProof(exchange, request, world.use(createOssSignatures));
  if (proof === undefined) {
    exchange.report({ credentialKind: "none" });
    return undefined;
  }
  return verify(world, exchange, proof);
}

/** @throws `OssError` when key, token or signature does not hold. */
export function verify(world: World<OssWorld>, exchange: Exchange, proof: Proof): OssCaller {
  const { accessKeyId, signature, scope, toSign, otherToSign } = proof;
  exchange.report({ accessKeyId });
  const { secret, caller } = findKey(world, exchange, proof);
  const signatures = world.use(createOssSignatures);
  if (
    signatures.sign(secret, scope, toSign) !== signature &&
    (otherToSign === undefined || signatures.sign(secret, scope, otherToSign) !== signature)
  )
    throw new OssError(mismatchOf(proof), {
      reason: "the signature is not ours",
      fields: {
        OSSAccessKeyId: accessKeyId,
        SignatureProvided: signature,
        StringToSign: toSign,
        StringToSignBytes: [...new TextEncoder().encode(toSign)]
          .map((byte) => byte.toString(16).toUpperCase().padStart(2, "0"))
          .join(" "),
      },
    });
  exchange.report({ identity: principalArn(caller.principal) });
  return caller;
}

function mismatchOf({ isForm = false, scope }: Proof): OssErrorName {
  if (isForm) return "SignatureDoesNotMatch:form";
  return scope === undefined ? "SignatureDoesNotMatch" : "SignatureDoesNotMatch:v4";
}

function findKey(
  world: World<OssWorld>,
  exchange: Exchange,
  { accessKeyId, securityToken }: Proof,
): { readonly secret: string; readonly caller: OssCaller } {
  const fields = { OSSAccessKeyId: accessKeyId };
  const key = world.directory.accessKey(accessKeyId);
  if (key !== undefined) {
    exchange.report({ credentialKind: "access-key" });
    if (!key.active) throw new OssError("InvalidAccessKeyId:inactive", { fields });
    if (securityToken !== undefined)
      throw new OssError("InvalidAccessKeyId", { fields, reason: "a long-term key came with a token" });
    return { secret: key.secret, caller: { principal: key.owner, sessionPolicy: undefined } };
  }
  const found = world.credentials.find(accessKeyId);
  if (!accessKeyId.startsWith("STS.")) throw new OssError("InvalidAccessKeyId:unknown", { fields });
  exchange.report({ credentialKind: "temporary" });
  if (securityToken === undefined) throw new OssError("InvalidAccessKeyId:token", { fields });
  const standing = world.credentials.tokenStanding(accessKeyId, securityToken, exchange.now());
  if (standing === "expired")
    throw new OssError("SecurityTokenExpired", { fields: { SecurityToken: securityToken } });
  if (found === undefined) throw new OssError("InvalidAccessKeyId:unknown", { fields });
  if (standing === "mismatch") throw new OssError("AccessKeyIdAndSecurityTokenNotMatch", { fields });
  if (standing === "malformed") throw new OssError("InvalidSecurityToken", { fields });
  return { secret: found.accessKeySecret, caller: found };
}
