import { InvalidAnswerError, RefusedError, type ResolveContext, safeIdentifier } from "@alicred/core";
import { createPkce, type LoginTerminal, loginDenied, type ProfileFields } from "@alicred/plugin-kit";
import { OAUTH_SITES, type OAuthSite, requestTokens, type Service, WHAT } from "./service.ts";

/** Where people sign in at each site: https://github.com/aliyun/aliyun-cli, folder config. */
const SIGN_IN_ORIGINS: Readonly<Record<OAuthSite, string>> = {
  CN: "https://signin.aliyun.com",
  INTL: "https://signin.alibabacloud.com",
};

/** The path to which the client of the aliyun CLI may be redirected on this machine. */
const REDIRECT_PATH = "/cli/callback";

/**
 * The ports of the aliyun CLI. A service that follows RFC 8252, section 7.3, accepts any other as well; where these are
 * taken, that is worth a try.
 */
const REDIRECT_PORTS = [12345, 12346, 12347, 12348, 12349];

/**
 * Signs a person in by an authorization code with PKCE.
 *
 * @returns the fields of the login.
 * @throws {AlicredError} `LOGIN_DENIED`; `UPSTREAM_REFUSED` by the answer of the browser; as `requestTokens`.
 * @see https://www.rfc-editor.org/rfc/rfc8252
 */
export async function signInByCode(
  context: ResolveContext,
  service: Service,
  terminal: Pick<LoginTerminal, "authorize">,
): Promise<ProfileFields> {
  const { host } = context;
  const { verifier, challenge } = await createPkce(host);
  const state = Array.from(host.random(16), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const { redirectUri, query } = await terminal.authorize({
    path: REDIRECT_PATH,
    ports: REDIRECT_PORTS,
    address: (redirectUri) =>
      `${signInOrigin(service)}/oauth2/v1/auth?${new URLSearchParams({
        response_type: "code",
        client_id: service.clientId,
        redirect_uri: redirectUri,
        state,
        code_challenge: challenge,
        code_challenge_method: "S256",
      })}`,
    isAnswer: (query) => query.get("state") === state && (query.has("code") || query.has("error")),
  });
  const tokens = await requestTokens(context, service, {
    grant_type: "authorization_code",
    code: codeOf(query),
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
  // A refresh token of an earlier login belongs to somebody else, perhaps.
  return { oauth_refresh_token: undefined, oauth_refresh_token_expire: undefined, ...tokens };
}

/** The origin at which people sign in: the site's, or that of a service elsewhere, which has everything in one place. */
export function signInOrigin({ endpoint, clientId }: Service): string {
  const site = OAUTH_SITES.CN.clientId === clientId ? "CN" : "INTL";
  return endpoint === OAUTH_SITES[site].endpoint ? SIGN_IN_ORIGINS[site] : endpoint;
}

function codeOf(query: URLSearchParams): string {
  const error = query.get("error");
  if (error === "access_denied") throw loginDenied(WHAT);
  if (error !== null) {
    const serverCode = safeIdentifier(error);
    const message = `${WHAT} refused the sign-in${serverCode ? ` (${serverCode})` : ""}. Check the site, and start again.`;
    throw new RefusedError("UPSTREAM_REFUSED", message, { serverCode });
  }
  const code = query.get("code");
  if (code) return code;
  const message = `${WHAT} sent the browser back without a code. Start again.`;
  throw new InvalidAnswerError("RESPONSE_MALFORMED", message);
}
