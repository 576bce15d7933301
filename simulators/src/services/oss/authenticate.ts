import type { Exchange } from "../../cloud/exchange.ts";
import { principalArn } from "../../cloud/ram/principal.ts";
import type { World } from "../../cloud/world/world.ts";
import type { OssCaller } from "./context.ts";
import { OssError } from "./errors.ts";
import { type OssRequest, param } from "./request.ts";
import {
  ALGORITHM_V4,
  canonicalRequestV4,
  createOssSignatures,
  type OssSignatures,
  stringToSignV1,
} from "./signatures.ts";
import type { OssWorld } from "./world.ts";

const MAX_SKEW_MS = 900_000;
const MAX_EXPIRES_SECONDS = 604_800;
const CREDENTIAL = "Credential=";
const SCOPE = /^([^/]+)\/(\d{8}\/([^/]+)\/(?:oss|oss-cloudbox)\/aliyun_v4_request)$/;

/** A signature as a request or a form brings it. */
export interface Proof {
  readonly accessKeyId: string;
  readonly securityToken: string | undefined;
  readonly signature: string;
  /** The text that the client signed. */
  readonly toSign: string;
  /** Another one, of clients that differ. */
  readonly otherToSign?: (() => string) | undefined;
  sign(signatures: OssSignatures, secret: string, text: string): string;
}

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

/** The access key of a request, before anything is checked. */
export function accessKeyIdOf(request: OssRequest): string | undefined {
  const header = request.received.headers.get("authorization");
  if (header === undefined)
    return param(request, "OSSAccessKeyId") ?? param(request, "x-oss-credential")?.split("/", 1)[0];
  if (header.startsWith("OSS ")) return textUntil(header.slice(4), ":");
  const at = header.indexOf(CREDENTIAL);
  return at < 0 ? undefined : textUntil(header.slice(at + CREDENTIAL.length), "/");
}

function textUntil(text: string, mark: string): string | undefined {
  const end = text.indexOf(mark);
  return end < 1 ? undefined : text.slice(0, end);
}

/** @throws `OssError` when key, token or signature does not hold. */
export function verify(world: World<OssWorld>, exchange: Exchange, proof: Proof): OssCaller {
  const { accessKeyId, signature, toSign, otherToSign } = proof;
  exchange.report({ accessKeyId });
  const { secret, caller } = findKey(world, exchange, proof);
  const signatures = world.use(createOssSignatures);
  if (
    proof.sign(signatures, secret, toSign) !== signature &&
    (otherToSign === undefined || proof.sign(signatures, secret, otherToSign()) !== signature)
  )
    throw new OssError("SignatureDoesNotMatch", {
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

/** Reads the scope of a credential of version 4. @throws `OssError` when it is not one. */
export function readCredential(credential: string): { readonly accessKeyId: string; readonly scope: string } {
  const [, accessKeyId, scope] = SCOPE.exec(credential) ?? [];
  if (accessKeyId === undefined || scope === undefined)
    throw new OssError("InvalidArgument:region", { reason: "the credential has no scope of OSS" });
  return { accessKeyId, scope };
}

function readProof(exchange: Exchange, request: OssRequest, signatures: OssSignatures): Proof | undefined {
  const { headers } = request.received;
  const header = headers.get("authorization");
  if (header?.startsWith(`${ALGORITHM_V4} `)) return headerV4(exchange, request, signatures, header);
  if (header?.startsWith("OSS ")) return headerV1(exchange, request, header);
  if (header !== undefined)
    throw new OssError("InvalidArgument", { reason: "the header Authorization is not of OSS" });
  if (param(request, "x-oss-signature") !== undefined) return urlV4(exchange, request, signatures);
  if (param(request, "OSSAccessKeyId") !== undefined) return urlV1(exchange, request);
  return undefined;
}

function headerV4(exchange: Exchange, request: OssRequest, signatures: OssSignatures, header: string): Proof {
  const { headers } = request.received;
  const date = headers.get("x-oss-date");
  checkSkew(exchange, date ?? headers.get("date"));
  const additional = partOf(header, "AdditionalHeaders").split(";").filter(Boolean);
  const credential = readCredential(partOf(header, "Credential"));
  // The first Go client signs the text of the header Date.
  return proofV4(request, signatures, credential, additional, date ?? headers.get("date") ?? "", {
    signature: partOf(header, "Signature"),
    securityToken: headers.get("x-oss-security-token"),
  });
}

/** A part of the header by its name; clients differ in order and blanks. */
function partOf(header: string, name: string): string {
  for (const part of header.slice(ALGORITHM_V4.length + 1).split(",")) {
    const text = part.trim();
    if (text.startsWith(name) && text[name.length] === "=") return text.slice(name.length + 1);
  }
  return "";
}

function urlV4(exchange: Exchange, request: OssRequest, signatures: OssSignatures): Proof {
  const date = param(request, "x-oss-date") ?? "";
  const seconds = Number(param(request, "x-oss-expires"));
  const startMs = instantOf(date);
  if (!(seconds >= 1 && seconds <= MAX_EXPIRES_SECONDS) || Number.isNaN(startMs))
    throw new OssError("InvalidArgument", { reason: "x-oss-date or x-oss-expires is missing or invalid" });
  checkNotExpired(exchange, startMs + seconds * 1000);
  if (startMs - exchange.now() > MAX_SKEW_MS)
    throw new OssError("AccessDenied:expired", { reason: "the URL is not valid yet" });
  const additional = (param(request, "x-oss-additional-headers") ?? "").split(";").filter(Boolean);
  return proofV4(
    request,
    signatures,
    readCredential(param(request, "x-oss-credential") ?? ""),
    additional,
    date,
    {
      signature: param(request, "x-oss-signature") ?? "",
      securityToken: param(request, "x-oss-security-token"),
    },
  );
}

function proofV4(
  request: OssRequest,
  signatures: OssSignatures,
  { accessKeyId, scope }: ReturnType<typeof readCredential>,
  additional: readonly string[],
  date: string,
  { signature, securityToken }: Pick<Proof, "signature" | "securityToken">,
): Proof {
  return {
    signature,
    securityToken,
    accessKeyId,
    toSign: signatures.toSignV4(canonicalRequestV4(request, additional), date, scope),
    // ali-oss keeps the equals sign of an empty parameter.
    otherToSign: request.params.some(([, value]) => value === "")
      ? () => signatures.toSignV4(canonicalRequestV4(request, additional, true), date, scope)
      : undefined,
    sign: ({ v4 }, secret, text) => v4(secret, scope, text),
  };
}

function headerV1(exchange: Exchange, request: OssRequest, header: string): Proof {
  const { headers } = request.received;
  const [, accessKeyId = "", signature = ""] = /^OSS ([^:]+):(.+)$/.exec(header) ?? [];
  const date = headers.get("x-oss-date") ?? headers.get("date");
  checkSkew(exchange, date);
  return {
    accessKeyId,
    signature,
    securityToken: headers.get("x-oss-security-token"),
    toSign: stringToSignV1(request, date ?? ""),
    sign: ({ v1 }, secret, text) => v1(secret, text),
  };
}

function urlV1(exchange: Exchange, request: OssRequest): Proof {
  const expires = param(request, "Expires") ?? "";
  if (!/^\d{1,12}$/.test(expires))
    throw new OssError("AccessDenied:date", { reason: "Expires is missing or not a number" });
  checkNotExpired(exchange, Number(expires) * 1000);
  return {
    accessKeyId: param(request, "OSSAccessKeyId") ?? "",
    signature: param(request, "Signature") ?? "",
    securityToken: param(request, "security-token"),
    toSign: stringToSignV1(request, expires),
    sign: ({ v1 }, secret, text) => v1(secret, text),
  };
}

function checkSkew(exchange: Exchange, date: string | undefined): void {
  const ms = instantOf(date ?? "");
  if (Number.isNaN(ms)) throw new OssError("AccessDenied:date", { reason: "the date is missing or invalid" });
  const skewMs = ms - exchange.now();
  exchange.report({ skewMs });
  if (Math.abs(skewMs) <= MAX_SKEW_MS) return;
  throw new OssError("RequestTimeTooSkewed", {
    fields: {
      MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS),
      RequestTime: new Date(ms).toISOString(),
      ServerTime: new Date(exchange.now()).toISOString(),
    },
  });
}

function checkNotExpired(exchange: Exchange, expiresMs: number): void {
  if (expiresMs > exchange.now()) return;
  throw new OssError("AccessDenied:expired", {
    fields: {
      Expires: new Date(expiresMs).toISOString(),
      ServerTime: new Date(exchange.now()).toISOString(),
    },
  });
}

/** Milliseconds of `20260304T050607Z`, or of an HTTP date; NaN for any other text. */
function instantOf(date: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  if (year !== undefined) return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return /^[A-Z][a-z]{2}, /.test(date) ? Date.parse(date) : Number.NaN;
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
