import type { HttpRequest, ResolveContext } from "@alicred/core";
import { signAcs3 } from "./acs3.ts";
import { callSts } from "./client.ts";
import { encodeParameters } from "./encoding.ts";
import { type DescribeOption, type EndpointOptions, selectEndpoint } from "./endpoint.ts";
import type { ReplyReader } from "./json.ts";
import { signRpc } from "./rpc.ts";
import type { SigningKey, Stamp } from "./signing.ts";

export const STS_VERSION = "2015-04-01";

export interface StsOptions extends EndpointOptions {
  /** `acs3` for ACS3-HMAC-SHA256, `rpc` for HMAC-SHA1, which older proxies and gateways know. Default: `acs3`. */
  readonly signature?: "acs3" | "rpc" | undefined;
}

/** Options of a call that a source makes. */
export interface StsCallOptions extends StsOptions {
  /** Name of the source that calls, for errors. Default: `sts`. */
  readonly source?: string | undefined;
  /** Says where an endpoint option came from, for errors and the trace. Default: `argument sts.…`. */
  readonly describeOption?: DescribeOption | undefined;
}

/** An operation and its own parameters; absent ones are not sent. */
export interface StsOperation {
  readonly action: string;
  readonly parameters: Readonly<Record<string, string | undefined>>;
}

/** Calls an operation that needs a signature. */
export async function callSigned(
  context: ResolveContext,
  key: SigningKey,
  operation: StsOperation,
  options: StsCallOptions,
): Promise<ReplyReader> {
  const { source = "sts", signature = "acs3" } = options;
  const origin = originFor(context, options);
  const makeRequest = signature === "rpc" ? rpcRequest : acs3Request;
  return callSts(context, {
    source,
    action: operation.action,
    makeRequest: (stamp) => makeRequest(origin, operation, key, stamp),
  });
}

/** The origin of STS for a call. */
export function originFor(context: ResolveContext, options: StsCallOptions): string {
  const { source = "sts", describeOption = (name) => `argument sts.${name}` } = options;
  return selectEndpoint(context, options, describeOption, source);
}

// The parameters go into the query, where the metadata of this API places them and the official clients send them
// with this signature (https://api.aliyun.com/meta/v1/products/Sts/versions/2015-04-01/api-docs.json). None of them
// is a secret: the token travels in a header.
async function acs3Request(
  origin: string,
  { action, parameters }: StsOperation,
  key: SigningKey,
  stamp: Stamp,
): Promise<HttpRequest> {
  const query = encodeParameters(present(parameters));
  const url = query === "" ? `${origin}/` : `${origin}/?${query}`;
  const headers = { accept: "application/json", "x-acs-action": action, "x-acs-version": STS_VERSION };
  const method = "POST";
  return { method, url, headers: await signAcs3({ method, url, headers }, key, stamp) };
}

// With this signature the token is a parameter: everything goes into a form body, to keep it out of the URL and so
// out of access logs.
async function rpcRequest(
  origin: string,
  { action, parameters }: StsOperation,
  key: SigningKey,
  stamp: Stamp,
): Promise<HttpRequest> {
  const method = "POST";
  const common = { Action: action, Version: STS_VERSION, Format: "JSON" };
  const call = { method, parameters: { ...common, ...Object.fromEntries(present(parameters)) } } as const;
  const signed = await signRpc(call, key, stamp);
  return {
    method,
    url: `${origin}/`,
    headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
    body: encodeParameters(Object.entries(signed)),
  };
}

/** The parameters that are there. */
export function present(parameters: StsOperation["parameters"]): (readonly [string, string])[] {
  return Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}
