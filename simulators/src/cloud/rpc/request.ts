import { canonicalParams } from "../percent.ts";
import type { ReceivedRequest } from "../request.ts";

/** How a request says what it wants and who sends it. */
type SignatureStyle = "v1" | "v3" | "none";

/** An RPC request: parameters of the query and the body in one. */
export interface RpcRequest {
  readonly style: SignatureStyle;
  readonly action: string | undefined;
  readonly version: string | undefined;
  readonly format: "json" | "xml";
  readonly accessKeyId: string | undefined;
  readonly securityToken: string | undefined;
  /** Raw timestamp text. */
  readonly timestamp: string | undefined;
  readonly nonce: string | undefined;
  /** Query and body parameters merged; where both have one, the body's. */
  readonly params: ReadonlyMap<string, string>;
  /** The query alone. */
  readonly query: RpcQuery;
  /** False when the body is neither a form nor JSON. */
  readonly bodyUnderstood: boolean;
  /** Parts of the ACS3 Authorization header. */
  readonly authorization: Acs3Authorization | undefined;
}

/** `ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=…` */
interface Acs3Authorization {
  readonly algorithm: string;
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
}

const AUTHORIZATION_FORM =
  /^(ACS3-[A-Z0-9-]+) Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([^,]+)$/;

const UTF8 = new TextDecoder();

/** The parameters of a query. */
export class RpcQuery {
  readonly pairs: readonly (readonly [string, string])[];
  #canonical: string | undefined;

  constructor(search: string) {
    this.pairs = [...new URLSearchParams(search)];
  }

  /** As v3 signs them, once that is asked for. */
  get canonical(): string {
    this.#canonical ??= canonicalParams(this.pairs);
    return this.#canonical;
  }
}

/** Reads both layouts: parameters alone (v1, and calls without a signature), or `x-acs-…` headers (v3). */
export function readRpcRequest(received: ReceivedRequest, query: RpcQuery): RpcRequest {
  const { headers } = received;
  const params = new Map(query.pairs);
  const bodyUnderstood = mergeBody(received, params);
  const header = headers.get("authorization");
  const authorization = readAuthorization(header);
  const v3 = header?.startsWith("ACS3-") ?? false;
  const style = v3 ? "v3" : params.has("Signature") ? "v1" : "none";
  const common = v3 ? undefined : params;
  return {
    style,
    action: common?.get("Action") ?? headers.get("x-acs-action"),
    version: common?.get("Version") ?? headers.get("x-acs-version"),
    format: readFormat(params.get("Format"), style, headers.get("accept")),
    accessKeyId: v3 ? authorization?.credential : params.get("AccessKeyId"),
    securityToken: v3 ? headers.get("x-acs-security-token") : params.get("SecurityToken"),
    timestamp: common?.get("Timestamp") ?? headers.get("x-acs-date"),
    nonce: common?.get("SignatureNonce") ?? headers.get("x-acs-signature-nonce"),
    params,
    query,
    bodyUnderstood,
    authorization,
  };
}

function readAuthorization(header: string | undefined): Acs3Authorization | undefined {
  const [, algorithm, credential, signedHeaders, signature] = AUTHORIZATION_FORM.exec(header ?? "") ?? [];
  if (
    algorithm === undefined ||
    credential === undefined ||
    signedHeaders === undefined ||
    signature === undefined
  ) {
    return undefined;
  }
  return { algorithm, credential, signedHeaders, signature };
}

/**
 * Format decides; without it v3 clients and those that accept JSON get JSON, others XML, as documented for RPC calls.
 */
function readFormat(
  format: string | undefined,
  style: SignatureStyle,
  accept: string | undefined,
): "json" | "xml" {
  if (format !== undefined) return format.toLowerCase() === "json" ? "json" : "xml";
  return style === "v3" || accept?.includes("application/json") ? "json" : "xml";
}

function mergeBody({ headers, body }: ReceivedRequest, params: Map<string, string>): boolean {
  if (body.length === 0) return true;
  const type = (headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase();
  const text = UTF8.decode(body);
  if (type === "application/x-www-form-urlencoded") {
    for (const [name, value] of new URLSearchParams(text)) params.set(name, value);
    return true;
  }
  return type === "application/json" && mergeJson(text, params);
}

function mergeJson(text: string, params: Map<string, string>): boolean {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== "object" || json === null || Array.isArray(json)) return false;
    for (const [name, value] of Object.entries(json)) {
      params.set(name, typeof value === "string" ? value : JSON.stringify(value));
    }
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
