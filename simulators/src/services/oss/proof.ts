import type { Exchange } from "../../cloud/exchange.ts";
import { lastKept } from "../../cloud/replies.ts";
import { OssError } from "./errors.ts";
import { type OssRequest, param, regionOfHost } from "./request.ts";
import { ALGORITHM_V4, canonicalRequestV4, type OssSignatures, stringToSignV1 } from "./signatures.ts";

const MAX_SKEW_MS = 900_000;
const MAX_EXPIRES_SECONDS = 604_800;
const CREDENTIAL = "Credential=";
const SCOPE = /^([^/]+)\/(\d{8}\/([^/]+)\/([^/]+)\/aliyun_v4_request)$/;
const PRODUCTS = ["oss", "oss-cloudbox"];

/** A signature as a request or a form brings it. */
export interface Proof {
  readonly accessKeyId: string;
  readonly securityToken: string | undefined;
  readonly signature: string;
  /** Whether it is that of a form. */
  readonly isForm?: boolean;
  /** Scope of the key that signs by version 4; `undefined` for version 1. */
  readonly scope: string | undefined;
  /** The text that the client signed. */
  readonly toSign: string;
  /** Another one, of clients that differ. */
  readonly otherToSign?: string | undefined;
}

// Kept beyond one world, because each follows from its text alone.
const instantOf = lastKept(readInstant);

const scopeOf = lastKept(readScope);

/** The key of a credential of version 4, and what it is good for. */
interface Scope {
  readonly accessKeyId: string;
  readonly scope: string;
  readonly region: string;
  readonly product: string;
}

/**
 * Reads the credential of version 4.
 *
 * @param host - where the request came. At an endpoint of a region, the credential must be for that region.
 * @param isHeader - whether it stands in the header Authorization, whose errors have texts of their own.
 * @throws `OssError` when it has no scope of OSS, or one of another region.
 */
export function readCredential(credential: string, host: string, isHeader = false): Scope {
  const found = scopeOf(credential);
  if (found === undefined || !PRODUCTS.includes(found.product))
    throw new OssError(isHeader ? "InvalidArgument:product" : "InvalidArgument:credential", {
      reason: "the credential has no scope of OSS",
    });
  const region = regionOfHost(host);
  if (found.product === "oss" && region !== undefined && found.region !== region)
    throw new OssError(isHeader ? "InvalidArgument:region" : "InvalidArgument:credential", {
      reason: `the credential is for ${found.region}, and the endpoint in ${region}`,
    });
  return found;
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

/** Reads what a request is signed with, after its date. @returns `undefined` for an anonymous one. @throws `OssError` */
export function readProof(
  exchange: Exchange,
  request: OssRequest,
  signatures: OssSignatures,
): Proof | undefined {
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
  // The first Go client signs the text of the header Date.
  const date = headers.get("x-oss-date") ?? headers.get("date") ?? "";
  checkSkew(exchange, date);
  const parts = { credential: "", additional: "", signature: "" };
  // Clients differ in order and blanks.
  for (const part of header.slice(ALGORITHM_V4.length + 1).split(",")) {
    const at = part.indexOf("=");
    const [name, value] = [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    if (name === "Credential") parts.credential = value;
    else if (name === "AdditionalHeaders") parts.additional = value;
    else if (name === "Signature") parts.signature = value;
  }
  const securityToken = headers.get("x-oss-security-token");
  return proofV4(request, signatures, date, { ...parts, securityToken, isHeader: true });
}

function urlV4(exchange: Exchange, request: OssRequest, signatures: OssSignatures): Proof {
  const date = param(request, "x-oss-date") ?? "";
  const seconds = Number(param(request, "x-oss-expires"));
  const startMs = instantOf(date);
  if (!(seconds >= 1 && seconds <= MAX_EXPIRES_SECONDS) || Number.isNaN(startMs))
    throw new OssError("InvalidArgument", { reason: "x-oss-date or x-oss-expires is missing or invalid" });
  checkNotExpired(exchange, startMs + seconds * 1000);
  if (startMs - exchange.now() > MAX_SKEW_MS)
    throw new OssError("AccessDenied:early", { reason: "the URL is not valid yet" });
  return proofV4(request, signatures, date, {
    credential: param(request, "x-oss-credential") ?? "",
    additional: param(request, "x-oss-additional-headers") ?? "",
    signature: param(request, "x-oss-signature") ?? "",
    securityToken: param(request, "x-oss-security-token"),
    isHeader: false,
  });
}

function proofV4(
  request: OssRequest,
  signatures: OssSignatures,
  date: string,
  parts: {
    readonly credential: string;
    readonly additional: string;
    readonly signature: string;
    readonly securityToken: string | undefined;
    readonly isHeader: boolean;
  },
): Proof {
  const { host } = request.received;
  const { accessKeyId, scope } = readCredential(parts.credential, host, parts.isHeader);
  const additional = parts.additional.split(";").filter(Boolean);
  const toSign = (emptyAsIs: boolean): string =>
    signatures.toSignV4(canonicalRequestV4(request, additional, emptyAsIs), date, scope);
  return {
    accessKeyId,
    securityToken: parts.securityToken,
    signature: parts.signature,
    scope,
    toSign: toSign(false),
    // ali-oss keeps the equals sign of an empty parameter.
    otherToSign: request.params.some(([, value]) => value === "") ? toSign(true) : undefined,
  };
}

function headerV1(exchange: Exchange, request: OssRequest, header: string): Proof {
  const { headers } = request.received;
  const [, accessKeyId = "", signature = ""] = /^OSS ([^:]+):(.+)$/.exec(header) ?? [];
  const date = headers.get("x-oss-date") ?? headers.get("date") ?? "";
  checkSkew(exchange, date);
  return {
    accessKeyId,
    signature,
    securityToken: headers.get("x-oss-security-token"),
    scope: undefined,
    toSign: stringToSignV1(request, date),
  };
}

function urlV1(exchange: Exchange, request: OssRequest): Proof {
  const expires = param(request, "Expires") ?? "";
  if (!/^\d{1,12}$/.test(expires))
    throw new OssError("AccessDenied:date", { reason: "Expires is missing or not a number" });
  checkNotExpired(exchange, Number(expires) * 1000);
  return {
    scope: undefined,
    accessKeyId: param(request, "OSSAccessKeyId") ?? "",
    signature: param(request, "Signature") ?? "",
    securityToken: param(request, "security-token"),
    toSign: stringToSignV1(request, expires),
  };
}

function checkSkew(exchange: Exchange, date: string): void {
  const ms = instantOf(date);
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
function readInstant(date: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  if (year !== undefined) return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return /^[A-Z][a-z]{2}, /.test(date) ? Date.parse(date) : Number.NaN;
}

function readScope(credential: string): Scope | undefined {
  const [, accessKeyId, scope, region, product] = SCOPE.exec(credential) ?? [];
  if (accessKeyId === undefined || scope === undefined || region === undefined || product === undefined)
    return undefined;
  return { accessKeyId, scope, region, product };
}
