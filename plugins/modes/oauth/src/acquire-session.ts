import type { Credentials, ResolveContext, Rule } from "@alicred/core";
import { AlicredError, ConfigurationError, changedContext, parseFields, schemaOf } from "@alicred/core";
import type { Profile, ProfileFields } from "@alicred/plugin-kit";
import {
  loginRequired,
  printable,
  readStoredSession,
  readTimeField,
  sessionFields,
  timeField,
  warnOfTime,
} from "@alicred/plugin-kit";
import { exchangeAccessToken, requestTokens, type Service } from "./service.ts";

/** The place of a sign-in, in the fields of a profile: a file, or this process. */
export type LoginStore = Pick<Profile, "fields" | "update">;

/** The fields of a sign-in. */
export interface LoginFields {
  readonly oauth_access_token?: string | undefined;
  /** Epoch seconds. The official clients write 0 for "not known". */
  readonly oauth_access_token_expire?: number | undefined;
  readonly oauth_refresh_token?: string | undefined;
}

export const loginRules: Readonly<Record<keyof LoginFields, Rule>> = {
  oauth_access_token: printable,
  oauth_access_token_expire: timeField,
  oauth_refresh_token: printable,
};

const loginFields = schemaOf<LoginFields>(loginRules);

/** With less left, the access token is renewed first where that is possible, as in the official clients. */
const LEAST_ACCESS_LIFE_MS = 1_200_000;

// The result of a dry run is not used, and may not be kept.
const DRY_RUN =
  "The access token has expired, and a dry run does not spend the refresh token. Resolve to renew it.";

/**
 * Returns the session of a sign-in: the stored one, or one for the stored access token, or one for a new access token.
 * Each step is made under the store's lock, after reading what others stored meanwhile: it finds a session, acquires one
 * for the access token, or spends the refresh token. The result of a step is stored before the next one.
 *
 * @param label names the store in the trace
 * @throws {AlicredError} `LOGIN_REQUIRED` when a person must sign in again; `INVALID_CONFIGURATION` when others stored
 *   fields of the wrong type; `FILE_UNWRITABLE` when the process ends soon and cannot store the next refresh token.
 */
export async function acquireSession(
  context: ResolveContext,
  store: LoginStore,
  service: Service,
  label: string,
): Promise<Credentials> {
  if (service.warning !== undefined) context.warn(service.warning);
  warnOfTime(context, store.fields, "oauth_access_token_expire");
  const seen = store.fields["oauth_access_token"];
  let session = readStoredSession(context, store.fields);
  context.supplied(session === undefined ? "tokens" : "session", label);

  const refused = new Set<string>();
  let refusal: AlicredError | undefined;
  let isRenewed = false;
  const step = async (latest: ProfileFields, loss?: string): Promise<ProfileFields> => {
    session = readStoredSession(context, latest);
    if (session !== undefined) return {};
    const fields = parseFields(loginFields, latest, label, "INVALID_CONFIGURATION");
    const { oauth_access_token: accessToken = "", oauth_refresh_token: refreshToken } = fields;
    const isAccess =
      !refused.has(accessToken) && (isRenewed || isWorthTrying(context, fields, seen, loss === undefined));
    const token = isAccess ? accessToken : refreshToken;
    if (!token || refused.has(token))
      throw (
        refusal ?? loginRequired(service.login, "the access token has expired, and there is no refresh token")
      );
    if (!isAccess && context.explaining) throw new AlicredError("CREDENTIALS_EXPIRED", DRY_RUN);
    if (!isAccess && loss !== undefined) throw unspent(label, loss);
    try {
      if (isAccess) {
        session = await exchangeAccessToken(context, service, token);
        const isAlive = Number(session.expiresAtMs) > context.serverClock.expiryNow();
        return isAlive && !context.explaining ? { ...sessionFields(session) } : {};
      }
      // A refresh token is spent as soon as it is sent, so no caller may abort this request, which has its own limits.
      const undisturbed = changedContext(context, { signal: new AbortController().signal });
      const grant = { grant_type: "refresh_token", refresh_token: token };
      const renewed = await requestTokens(undisturbed, service, grant);
      isRenewed = true;
      return renewed;
    } catch (error) {
      // Otherwise an access token was revoked before its time, or this machine's clock is wrong; or a program that
      // ignores the lock spent the refresh token first, and stored the next one.
      if (isRenewed || !(error instanceof AlicredError && error.code === "LOGIN_REQUIRED")) throw error;
      refused.add(token);
      refusal = error;
      return {};
    }
  };
  while (session === undefined) await untilAborted(context, store.update(context, step));
  return session;
}

/** The error for a refresh token that is not spent, because the next one would be lost, and the login with it. */
function unspent(label: string, loss: string): ConfigurationError {
  return new ConfigurationError(
    "FILE_UNWRITABLE",
    `${label}: the access token has expired, and its one-time refresh token is not spent, because the next one could not be kept. ${loss} Or let the login end with this command: alicred resolve --allow-unsaved`,
  );
}

/** Whether to try the stored access token before getting a new one. */
function isWorthTrying(
  { explaining, serverClock }: ResolveContext,
  fields: LoginFields,
  seen: unknown,
  isKept: boolean,
): boolean {
  const { oauth_access_token, oauth_access_token_expire: expire, oauth_refresh_token } = fields;
  if (!oauth_access_token) return false;
  // A dry run uses the access token until it expires, and so does a command that cannot store another.
  const isRenewable = isKept && !explaining && oauth_refresh_token;
  const expiresAtMs = readTimeField(expire)?.ms;
  if (expiresAtMs === undefined) return !isRenewable;
  // A session that was stored meanwhile is new, however short its life is.
  const leastMs = isRenewable && oauth_access_token === seen ? LEAST_ACCESS_LIFE_MS : 0;
  return expiresAtMs - serverClock.expiryNow() > leastMs;
}

/** Settles like the work, or rejects as soon as the context's signal aborts, while the work continues. */
function untilAborted<T>({ host, signal }: ResolveContext, work: Promise<T>): Promise<T> {
  // Keeps the work alive where it would end with its request. Its result goes to the waiter below.
  host.waitUntil?.(work.catch(() => undefined));
  return new Promise((resolve, reject) => {
    // The signal belongs to one resolution, and the listener ends with it.
    signal.addEventListener("abort", () => reject(signal.reason));
    work.then(resolve, reject);
  });
}
