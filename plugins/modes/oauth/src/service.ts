import {
  type Credentials,
  type HttpPolicy,
  InvalidAnswerError,
  type ResolveContext,
  sendRequest,
  statusError,
} from "@alicred/core";
import type { ProfileFields } from "@alicred/plugin-kit";
import { type Login, loginRequired, parseJson, readCredentials, readJsonReply } from "@alicred/plugin-kit";

/** The service, and whose login it is. */
export interface Service {
  readonly endpoint: string;
  readonly clientId: string;
  readonly login: Login;
  /** What is amiss with how its site was written, for the trace. */
  readonly warning?: string | undefined;
}

/** Assumed when the reply does not say, as the official clients do. */
const DEFAULT_LIFE_SECONDS = 3600;
/** A year: more is no lifetime, perhaps an instant. */
const LONGEST_LIFE_SECONDS = 31_622_400;

const WHAT = "The OAuth service";
const NAMES = {
  accessKeyId: "accessKeyId",
  accessKeySecret: "accessKeySecret",
  securityToken: "securityToken",
  expiration: "expiration",
} as const;

/**
 * Spends a refresh token for new tokens. It is sent once: a second try would find it spent.
 *
 * @returns the fields of a profile that change. Without a new refresh token the old one is still good.
 * @throws {AlicredError} `LOGIN_REQUIRED` when the service does not take it.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
export async function spendRefreshToken(
  context: ResolveContext,
  service: Service,
  refreshToken: string,
): Promise<ProfileFields> {
  const { access_token, expires_in, refresh_token } = await post(
    context,
    service,
    "token",
    { "content-type": "application/x-www-form-urlencoded" },
    { grant_type: "refresh_token", refresh_token: refreshToken, client_id: service.clientId },
    { retries: 0, attemptTimeoutMs: 10_000 },
  );
  if (!isText(access_token)) {
    const message = `${WHAT} answered without access_token. Try again later.`;
    throw new InvalidAnswerError("RESPONSE_MALFORMED", message);
  }
  // The issuer's clock as it is known here may be ahead by a second.
  const nowSeconds = Math.floor(context.serverClock.now() / 1000) - 1;
  return {
    oauth_access_token: access_token,
    oauth_access_token_expire: nowSeconds + lifeSeconds(expires_in),
    ...(isText(refresh_token) && { oauth_refresh_token: refresh_token }),
  };
}

/**
 * The credentials of the person behind an access token.
 *
 * @throws {AlicredError} `LOGIN_REQUIRED` when the service does not take it.
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

function lifeSeconds(expiresIn: unknown): number {
  const seconds = Number(expiresIn);
  return seconds > 0 && seconds <= LONGEST_LIFE_SECONDS ? seconds : DEFAULT_LIFE_SECONDS;
}

/** Codes by which the service says that a token is not good, or no longer. */
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
  if (status < 500 && BAD_TOKEN.test(String(serverCode)))
    throw loginRequired(login, `the OAuth service refused the token (${serverCode})`, said);
  throw statusError(context, WHAT, reply, {
    ...said,
    hint: status < 429 ? "Check the site and the client." : undefined,
  });
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
