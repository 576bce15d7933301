import type { Credentials, HttpPolicy, ResolveContext, Rule } from "@alicred/core";
import { InvalidAnswerError, sendRequest, statusError, stringMatching } from "@alicred/core";
import type { Login, ProfileFields } from "@alicred/plugin-kit";
import {
  lifetimeOf,
  loginRequired,
  parseEndpoint,
  parseJson,
  readCredentials,
  readJsonReply,
  textOf,
} from "@alicred/plugin-kit";

/** The service of a site, and the login that it needs. */
export interface Service {
  readonly endpoint: string;
  readonly clientId: string;
  readonly login: Login;
  /** A warning for the trace about the spelling of its site. */
  readonly warning?: string | undefined;
}

/** The site at which an account lives: China (aliyun.com) or international (alibabacloud.com). */
export type OAuthSite = "CN" | "INTL";

/** Where a site issues tokens, and the id of the aliyun CLI there, which signs people in. */
export interface SiteAddress {
  readonly endpoint: string;
  readonly clientId: string;
}

/** https://github.com/aliyun/aliyun-cli, folder config. */
export const OAUTH_SITES: Readonly<Record<OAuthSite, SiteAddress>> = {
  CN: { endpoint: "https://oauth.aliyun.com", clientId: "4038181954557748008" },
  INTL: { endpoint: "https://oauth.alibabacloud.com", clientId: "4103531455503354461" },
};

/** A site's name, in upper or lower case. `EN` is a name for `INTL` that some documents use. */
export const site: Rule = stringMatching(/^\s*(CN|INTL|EN)\s*$/i, "is not CN or INTL");

export const endpoint: Rule = {
  accepts: (value) => typeof value === "string" && parseEndpoint(value) !== undefined,
  complaint: "is not an origin; http:// is accepted for loopback hosts only",
};

/**
 * The service of a site.
 *
 * @param endpoint where tokens are issued. Default: the site's own address.
 * @param profile the profile that the login belongs to, if any
 */
export function serviceOf(site: string, endpoint = "", profile?: string): Service {
  const name = site.trim().toUpperCase();
  const address = OAUTH_SITES[name === "CN" ? "CN" : "INTL"];
  return {
    endpoint: parseEndpoint(endpoint) ?? address.endpoint,
    clientId: address.clientId,
    login: { mode: "OAuth", profile },
    warning: name === "EN" ? "The site EN is read as INTL. Write INTL." : undefined,
  };
}

/** The lifetime of a token when the reply does not say, as in the official clients. */
const DEFAULT_LIFE_SECONDS = 3600;

/** The name of the service in messages. */
export const WHAT = "The OAuth service";
const NAMES = {
  accessKeyId: "accessKeyId",
  accessKeySecret: "accessKeySecret",
  securityToken: "securityToken",
  expiration: "expiration",
} as const;

/**
 * Requests tokens for a grant: a refresh token, or the code of a sign-in. It is sent once: a second try would find the
 * grant spent.
 *
 * @returns the fields of a profile that change. Without a new refresh token the old one remains valid.
 * @throws {AlicredError} `LOGIN_REQUIRED` when the service does not accept it.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
export async function requestTokens(
  context: ResolveContext,
  service: Service,
  grant: Readonly<Record<string, string>>,
): Promise<ProfileFields> {
  const { access_token, expires_in, refresh_token } = await post(
    context,
    service,
    "token",
    { "content-type": "application/x-www-form-urlencoded" },
    { ...grant, client_id: service.clientId },
    { retries: 0, attemptTimeoutMs: 10_000 },
  );
  if (!isText(access_token)) {
    const message = `${WHAT} answered without access_token. Try again later.`;
    throw new InvalidAnswerError("RESPONSE_MALFORMED", message);
  }
  // Rounded down, because the issuer's time as it is known here may be ahead by a second.
  const nowSeconds = Math.floor(context.serverClock.expiryNow() / 1000) - 1;
  return {
    oauth_access_token: access_token,
    oauth_access_token_expire: nowSeconds + (lifetimeOf(expires_in) ?? DEFAULT_LIFE_SECONDS),
    ...(isText(refresh_token) && { oauth_refresh_token: refresh_token }),
  };
}

/**
 * The credentials of the person behind an access token.
 *
 * @throws {AlicredError} `LOGIN_REQUIRED` when the service does not accept it.
 */
export async function exchangeAccessToken(
  context: ResolveContext,
  service: Service,
  accessToken: string,
): Promise<Credentials> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${accessToken}` };
  const reply = await post(context, service, "exchange", headers);
  return readCredentials(reply, { what: WHAT, names: NAMES });
}

/** The codes of the service for a token that is invalid or has expired. */
const BAD_TOKEN = /^(invalid_grant|invalid_token|expired_token)$/;

async function post(
  context: ResolveContext,
  { endpoint, login }: Service,
  operation: string,
  headers: Record<string, string>,
  form: Record<string, string> = {},
  policy?: HttpPolicy,
): Promise<Readonly<Record<string, unknown>>> {
  const reply = await sendRequest(
    context,
    () => ({
      method: "POST",
      url: `${endpoint}/v1/${operation}`,
      headers: { accept: "application/json", ...headers },
      body: new URLSearchParams(form).toString(),
    }),
    policy,
  );
  const { status } = reply;
  if (status < 400) return readJsonReply(reply, WHAT);
  const { error: serverCode, requestId } = parseJson(reply.text) ?? {};
  const said = { status, serverCode, requestId };
  if (status < 500 && BAD_TOKEN.test(textOf(serverCode)))
    throw loginRequired(login, `the OAuth service refused the token (${serverCode})`, said);
  throw statusError(context, WHAT, reply, {
    ...said,
    hint: status < 429 ? "Check the site and the client." : undefined,
  });
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
