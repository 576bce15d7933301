import {
  AlicredError,
  type Credentials,
  type Profile,
  type ProfileFields,
  type ResolveContext,
} from "@alicred/core";
import { loginRequired, readStoredSession, sessionFields } from "@alicred/sts";
import { exchangeAccessToken, type Service, spendRefreshToken } from "./service.ts";
import { undisturbed, untilAborted } from "./undisturbed.ts";

/** Where a sign-in is kept, in the fields of a profile: a file, or this process. */
export type LoginStore = Pick<Profile, "fields" | "update">;

/** As the official clients do: with less left, a new access token comes first, where that is possible. */
const LEAST_ACCESS_LIFE_MS = 1_200_000;

/**
 * The session of a sign-in: the one that is kept, or one for the access token that is kept, or one for a new access
 * token. What is spent and acquired is so under the store's lock, after a look at what others left there meanwhile.
 *
 * @throws {AlicredError} `LOGIN_REQUIRED` when only a person can go on.
 */
export async function acquireSession(
  context: ResolveContext,
  store: LoginStore,
  service: Service,
): Promise<Credentials> {
  const kept = readStoredSession(context, store.fields);
  if (kept !== undefined) return kept;
  const mayRefreshFirst = needsRefresh(context, store.fields);
  if (!mayRefreshFirst) {
    const { session, rejected } = await exchange(context, store, service);
    if (session !== undefined) return session;
    // Taken back before its time, or this machine's clock is wrong. Without a refresh token that is the end.
    if (!hasText(store.fields, "oauth_refresh_token")) throw rejected;
  }
  const seen = store.fields["oauth_access_token"];
  const fields = await refresh(context, store, service, seen);
  const found = readStoredSession(context, fields);
  if (found !== undefined) return found;
  const { session, rejected } = await exchange(context, store, service);
  if (session !== undefined) return session;
  throw rejected;
}

/** New tokens in place of an access token that was seen, unless somebody else has put some there. */
async function refresh(
  context: ResolveContext,
  store: LoginStore,
  service: Service,
  seen: unknown,
): Promise<ProfileFields> {
  let refused: { readonly token: string; readonly error: AlicredError } | undefined;
  const change = async (latest: ProfileFields): Promise<ProfileFields> => {
    const isNew = latest["oauth_access_token"] !== seen && accessLifeMs(context, latest) > 0;
    if (isNew || readStoredSession(context, latest) !== undefined) return {};
    const token = latest["oauth_refresh_token"];
    if (!isText(token))
      throw loginRequired(service.login, "the access token has expired, and there is no refresh token");
    if (token === refused?.token) throw refused.error;
    try {
      // Once sent it is spent: nobody's impatience may lose what it was spent for.
      const { accessToken, expiresAtMs, refreshToken } = await spendRefreshToken(
        undisturbed(context),
        service,
        token,
      );
      return {
        oauth_access_token: accessToken,
        oauth_access_token_expire: Math.floor(expiresAtMs / 1000),
        ...(refreshToken !== undefined && { oauth_refresh_token: refreshToken }),
      };
    } catch (error) {
      if (error instanceof AlicredError && error.code === "LOGIN_REQUIRED") refused = { token, error };
      throw error;
    }
  };
  try {
    return await untilAborted(context, store.update(context, change));
  } catch (error) {
    // A program that does not keep the lock may have spent it first, and left the next one.
    if (refused === undefined || error !== refused.error) throw error;
    return untilAborted(context, store.update(context, change));
  }
}

interface Exchanged {
  readonly session?: Credentials | undefined;
  /** Why the service did not take the access token. */
  readonly rejected?: AlicredError | undefined;
}

/** A session for the access token that is kept, unless somebody else has left one. */
async function exchange(context: ResolveContext, store: LoginStore, service: Service): Promise<Exchanged> {
  let outcome: Exchanged = {};
  await store.update(context, async (latest) => {
    const session = readStoredSession(context, latest);
    if (session !== undefined) {
      outcome = { session };
      return {};
    }
    const token = latest["oauth_access_token"];
    if (!isText(token)) throw loginRequired(service.login, "there is no access token");
    try {
      const made = await exchangeAccessToken(context, service, token);
      outcome = { session: made };
      return isAlive(context, made) ? { ...sessionFields(made) } : {};
    } catch (error) {
      if (!(error instanceof AlicredError && error.code === "LOGIN_REQUIRED")) throw error;
      outcome = { rejected: error };
      return {};
    }
  });
  return outcome;
}

/** Whether to get a new access token before trying the one that is there. */
function needsRefresh(context: ResolveContext, fields: ProfileFields): boolean {
  if (!hasText(fields, "oauth_access_token")) return true;
  if (hasText(fields, "oauth_refresh_token")) return !(accessLifeMs(context, fields) > LEAST_ACCESS_LIFE_MS);
  // The official clients write 0 for "not known".
  return Number(fields["oauth_access_token_expire"] ?? 0) !== 0 && !(accessLifeMs(context, fields) > 0);
}

function accessLifeMs({ serverClock }: ResolveContext, fields: ProfileFields): number {
  return Number(fields["oauth_access_token_expire"] ?? 0) * 1000 - serverClock.now();
}

function isAlive({ serverClock }: ResolveContext, { expiresAtMs = 0 }: Credentials): boolean {
  return expiresAtMs > serverClock.now();
}

function hasText(fields: ProfileFields, name: string): boolean {
  return isText(fields[name]);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
