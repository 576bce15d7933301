import {
  type AlicredError,
  type Credentials,
  type HttpResponse,
  InvalidAnswerError,
  type ResolveContext,
  retryAfterMs,
  sendRequest,
  statusError,
} from "@alicred/core";
import { type Login, loginRequired, readCredentials, readJsonReply } from "@alicred/sts";

/** The service, and whose login it is. */
export interface Service {
  readonly endpoint: string;
  readonly clientId: string;
  readonly login: Login;
}

/** What a refresh token was exchanged for. */
export interface Grant {
  readonly accessToken: string;
  readonly expiresAtMs: number;
  /** Absent when the service issued none; the old one is then still good. */
  readonly refreshToken: string | undefined;
}

/** Assumed when the reply does not say, as the official clients do. */
const DEFAULT_LIFE_SECONDS = 3600;

const NAMES = {
  accessKeyId: "accessKeyId",
  accessKeySecret: "accessKeySecret",
  securityToken: "securityToken",
  expiration: "expiration",
} as const;

/**
 * Spends a refresh token for new tokens. It is sent once: a second try would find it spent.
 *
 * @throws {AlicredError} `LOGIN_REQUIRED` when the service does not take it.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
export async function spendRefreshToken(
  context: ResolveContext,
  service: Service,
  refreshToken: string,
): Promise<Grant> {
  const form = { grant_type: "refresh_token", refresh_token: refreshToken, client_id: service.clientId };
  const reply = await sendRequest(
    context,
    () => ({
      method: "POST",
      url: `${service.endpoint}/v1/token`,
      headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(form).toString(),
    }),
    { retries: 0, attemptTimeoutMs: 10_000 },
  );
  const what = "The OAuth token service";
  if (reply.status >= 400) throw refusal(context, service, reply, what);
  const { access_token, expires_in, refresh_token } = readJsonReply(reply, "oauth", what);
  if (!isText(access_token)) {
    const message = `${what} answered without access_token. Try again later.`;
    throw new InvalidAnswerError("RESPONSE_MALFORMED", message, { source: "oauth" });
  }
  const seconds = Number(expires_in ?? DEFAULT_LIFE_SECONDS);
  const lifeMs = (seconds > 0 ? seconds : DEFAULT_LIFE_SECONDS) * 1000;
  return {
    accessToken: access_token,
    // The issuer's clock as it is known here may be ahead by a second.
    expiresAtMs: context.serverClock.now() - 1000 + lifeMs,
    refreshToken: isText(refresh_token) ? refresh_token : undefined,
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
  const reply = await sendRequest(context, () => ({
    method: "POST",
    url: `${service.endpoint}/v1/exchange`,
    headers: {
      accept: "application/json",
      "content-type": "application/json",
      authorization: `Bearer ${accessToken}`,
    },
  }));
  const what = "The OAuth exchange";
  if (reply.status >= 400) throw refusal(context, service, reply, what);
  return readCredentials(readJsonReply(reply, "oauth", what), { source: "oauth", what, names: NAMES });
}

/** Codes by which the service says that a token is not good, or no longer. */
const BAD_TOKEN = /^(invalid_grant|invalid_token|expired_token)$/;

function refusal(
  context: ResolveContext,
  { login }: Service,
  reply: HttpResponse,
  what: string,
): AlicredError {
  const { error: serverCode, requestId } = errorOf(reply);
  const { status } = reply;
  if (status < 500 && typeof serverCode === "string" && BAD_TOKEN.test(serverCode)) {
    const why = `${what.toLowerCase().replace("oauth", "OAuth")} refused the token (${serverCode})`;
    return loginRequired(login, why, { status, serverCode, requestId });
  }
  const hint = status < 500 && status !== 429 ? "Check the site and the client of the sign-in." : undefined;
  return statusError("oauth", what, status, {
    serverCode,
    requestId,
    hint,
    retryAfterMs: retryAfterMs(context, reply),
  });
}

function errorOf({ text }: HttpResponse): { readonly error?: unknown; readonly requestId?: unknown } {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? body : {};
  } catch {
    return {};
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
