import { hostName, type ReceivedRequest } from "../../cloud/request.ts";
import { ConsoleError } from "./errors.ts";

/** Hosts of the sign-in pages of both sites, which the OAuth service has too. */
export const CONSOLE_HOSTS: readonly string[] = ["signin.aliyun.com", "signin.alibabacloud.com"];

/** The site that a request was sent to, by its host; `undefined` elsewhere than at the real ones. */
export function siteOf({ host }: ReceivedRequest): string | undefined {
  const name = hostName(host);
  return CONSOLE_HOSTS.includes(name) ? name : undefined;
}

/** A request for the federation endpoint. */
export interface FederationRequest {
  readonly action: string | undefined;
  /** Parameters of the query and the form; where both have one, the form's. */
  readonly params: ReadonlyMap<string, string>;
  /** False for a body that is not a form. */
  readonly bodyUnderstood: boolean;
}

/** Reads the query and, where there is one, the form. */
export function readFederationRequest({ query, headers, body }: ReceivedRequest): FederationRequest {
  const params = new Map(query);
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers.get("content-type") ?? "");
  if (isForm)
    for (const [name, value] of new URLSearchParams(new TextDecoder().decode(body))) params.set(name, value);
  return { action: params.get("Action"), params, bodyUnderstood: isForm || body.length === 0 };
}

/** @throws `ConsoleError` when a parameter is missing or empty. */
export function required({ params }: FederationRequest, name: string): string {
  const value = params.get(name);
  if (value) return value;
  throw new ConsoleError("MissingParameter", { subject: name });
}
