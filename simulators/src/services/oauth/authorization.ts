import { CODE_CHALLENGE_FORM } from "../../cloud/pkce.ts";
import type { World } from "../../cloud/world/world.ts";
import { OAuthError, type OAuthErrorName } from "./errors.ts";
import type { OAuthGrants } from "./grants.ts";
import type { Person } from "./people.ts";
import { findClient, mayRedirectTo } from "./sites.ts";
import type { OAuthClientDescription, OAuthWorld } from "./world.ts";

/** A request for an authorization whose client and redirect address hold. */
export interface AuthorizationRequest {
  readonly client: OAuthClientDescription;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly codeChallenge: string;
  /** The fault in the rest of it; the client is told by a redirect. */
  readonly problem: { readonly row: OAuthErrorName; readonly message: string } | undefined;
}

/**
 * Reads the parameters of the authorization page (https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1, with PKCE).
 *
 * @throws `OAuthError` when the client or the redirect address does not hold: then nobody may be redirected.
 */
export function readAuthorizationRequest(
  world: World<OAuthWorld>,
  host: string,
  query: URLSearchParams,
): AuthorizationRequest {
  const repeated = [...new Set(query.keys())].find((name) => query.getAll(name).length > 1);
  if (repeated !== undefined)
    throw new OAuthError("invalid_request", {
      message: `The parameter ${repeated} is given more than once.`,
    });
  const client = findClient(world.description, query.get("client_id") ?? "", host);
  if (client === undefined) throw new OAuthError("invalid_client");
  const redirectUri = query.get("redirect_uri") ?? "";
  if (!mayRedirectTo(client, redirectUri)) throw new OAuthError("unauthorized_client");
  return {
    client,
    redirectUri,
    state: query.get("state") ?? undefined,
    codeChallenge: query.get("code_challenge") ?? "",
    problem: problemOf(query),
  };
}

/** Where the browser goes after an approval, with a code in the address. */
export function approve(
  grants: OAuthGrants,
  request: AuthorizationRequest,
  person: Person,
  nowMs: number,
): URL {
  const { client, redirectUri, codeChallenge, state } = request;
  const { principal, signInName } = person;
  const grant = grants.begin({ clientId: client.id, site: client.site, principal, signInName }, nowMs);
  const { code } = grants.issueCode(grant, { redirectUri, codeChallenge }, nowMs);
  return backTo(redirectUri, { code, state });
}

/** Where the browser goes with an error. */
export function refuse(request: AuthorizationRequest, code: string, message: string): URL {
  return backTo(request.redirectUri, { error: code, error_description: message, state: request.state });
}

function problemOf(query: URLSearchParams): AuthorizationRequest["problem"] {
  const type = query.get("response_type");
  if (type === null) return { row: "invalid_request", message: "response_type is missing." };
  if (type !== "code")
    return { row: "unsupported_response_type", message: "The only response type is code." };
  if (query.get("code_challenge_method") !== "S256")
    return { row: "invalid_request", message: "code_challenge_method must be S256." };
  if (!CODE_CHALLENGE_FORM.test(query.get("code_challenge") ?? ""))
    return { row: "invalid_request", message: "code_challenge is missing or not well formed." };
  return undefined;
}

function backTo(redirectUri: string, parameters: Readonly<Record<string, string | undefined>>): URL {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url;
}
