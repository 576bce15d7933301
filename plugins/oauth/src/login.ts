import {
  AlicredError,
  type Credentials,
  type Profile,
  type ProfileFields,
  type ResolveContext,
} from "@alicred/core";
import { loginRequired, readStoredSession, sessionFields } from "@alicred/sts";
import { exchangeAccessToken, type Service, spendRefreshToken } from "./service.ts";
import { untilAborted } from "./until-aborted.ts";

/** Where a sign-in is kept, in the fields of a profile: a file, or this process. */
export type LoginStore = Pick<Profile, "fields" | "update">;

/** The fields of a sign-in. Their types were checked when the source was made. */
interface LoginFields {
  readonly oauth_access_token?: string | undefined;
  /** Epoch seconds. The official clients write 0 for "not known". */
  readonly oauth_access_token_expire?: number | undefined;
  readonly oauth_refresh_token?: string | undefined;
}

/** As the official clients do: with less left, a new access token comes first, where that is possible. */
const LEAST_ACCESS_LIFE_MS = 1_200_000;

/**
 * The session of a sign-in: the one that is kept, or one for the access token that is kept, or one for a new access
 * token. What is spent and acquired is so under the store's lock, after a look at what others left there meanwhile.
 *
 * @param owner names the store in the trace
 * @throws {AlicredError} `LOGIN_REQUIRED` when only a person can go on.
 */
export async function acquireSession(
  context: ResolveContext,
  store: LoginStore,
  service: Service,
  owner: string,
): Promise<Credentials> {
  if (service.warning !== undefined) context.warn(service.warning);
  const kept = readStoredSession(context, store.fields);
  context.supplied(kept === undefined ? "tokens" : "session", owner);
  if (kept !== undefined) return kept;
  if (isWorthTrying(context, store.fields)) {
    try {
      return await exchange(context, store, service);
    } catch (error) {
      // Taken back before its time, or this machine's clock is wrong. Without a refresh token that is the end.
      if (!isLoginRequired(error) || !store.fields["oauth_refresh_token"]) throw error;
    }
  }
  await refresh(context, store, service);
  return exchange(context, store, service);
}

/** New tokens in place of an access token that was seen, unless somebody else has put some, or a session, there. */
async function refresh(context: ResolveContext, store: LoginStore, service: Service): Promise<void> {
  const seen = store.fields["oauth_access_token"];
  let sent: string | undefined;
  let refusal: unknown;
  const change = async (latest: ProfileFields): Promise<ProfileFields> => {
    const { oauth_access_token, oauth_refresh_token: token } = latest as LoginFields;
    const isNew = oauth_access_token !== seen && accessLifeMs(context, latest) > 0;
    if (isNew || readStoredSession(context, latest) !== undefined) return {};
    if (!token)
      throw loginRequired(service.login, "the access token has expired, and there is no refresh token");
    if (token === sent) throw refusal;
    sent = token;
    // Once sent it is spent: nobody's impatience may lose what it was spent for. The request has limits of its own.
    return spendRefreshToken({ ...context, signal: new AbortController().signal }, service, token);
  };
  const update = (): Promise<ProfileFields> => untilAborted(context, store.update(context, change));
  await update().catch((error: unknown) => {
    if (!isLoginRequired(error)) throw error;
    // A program that does not keep the lock may have spent it first, and left the next one.
    refusal = error;
    return update();
  });
}

/** A session for the access token that is kept, unless somebody else has left one. */
async function exchange(context: ResolveContext, store: LoginStore, service: Service): Promise<Credentials> {
  let session: Credentials | undefined;
  await store.update(context, async (latest) => {
    const { oauth_access_token: token } = latest as LoginFields;
    session = readStoredSession(context, latest);
    if (session !== undefined || !token) return {};
    session = await exchangeAccessToken(context, service, token);
    const isAlive = Number(session.expiresAtMs) > context.serverClock.now();
    return isAlive ? { ...sessionFields(session) } : {};
  });
  if (session !== undefined) return session;
  throw loginRequired(service.login, "there is no access token");
}

/** Whether to try the access token that is there before getting a new one. */
function isWorthTrying(context: ResolveContext, fields: LoginFields): boolean {
  const { oauth_access_token, oauth_access_token_expire, oauth_refresh_token } = fields;
  if (!oauth_access_token) return false;
  if (oauth_refresh_token) return accessLifeMs(context, fields) > LEAST_ACCESS_LIFE_MS;
  return !oauth_access_token_expire || accessLifeMs(context, fields) > 0;
}

/** Not a number, or not above 0, when it is not known. */
function accessLifeMs({ serverClock }: ResolveContext, fields: LoginFields): number {
  return Number(fields.oauth_access_token_expire) * 1000 - serverClock.now();
}

function isLoginRequired(error: unknown): boolean {
  return error instanceof AlicredError && error.code === "LOGIN_REQUIRED";
}
