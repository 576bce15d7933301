import {
  AlicredError,
  ConfigurationError,
  type Credentials,
  parseOptions,
  type ResolveContext,
  type Rule,
  schemaOf,
} from "@alicred/core";
import type { Profile, ProfileFields } from "@alicred/plugin-kit";
import {
  loginRequired,
  printable,
  readStoredSession,
  readTimeField,
  sessionFields,
  timeField,
} from "@alicred/plugin-kit";
import { exchangeAccessToken, type Service, spendRefreshToken } from "./service.ts";
import { untilAborted } from "./until-aborted.ts";

/** Where a sign-in is kept, in the fields of a profile: a file, or this process. */
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

/** As the official clients do: with less left, a new access token comes first, where that is possible. */
const LEAST_ACCESS_LIFE_MS = 1_200_000;

// What a dry run gets is not used, and may not even be kept.
const DRY_RUN = "The access token has expired, and a dry run spends no refresh token. Resolve to renew it.";

/**
 * The session of a sign-in: the one that is kept, or one for the access token that is kept, or one for a new access
 * token. Each step is made under the store's lock, after a look at what others left there meanwhile: it finds a session,
 * acquires one for the access token, or spends the refresh token. What a step acquires is kept before the next one.
 *
 * @param owner names the store in the trace
 * @throws {AlicredError} `LOGIN_REQUIRED` when only a person can go on; `INVALID_CONFIGURATION` when others left fields
 *   of the wrong type; `FILE_UNWRITABLE` when the process ends soon and cannot keep what a refresh token would bring.
 */
export async function acquireSession(
  context: ResolveContext,
  store: LoginStore,
  service: Service,
  owner: string,
): Promise<Credentials> {
  if (service.warning !== undefined) context.warn(service.warning);
  const seen = store.fields["oauth_access_token"];
  let session = readStoredSession(context, store.fields);
  context.supplied(session === undefined ? "tokens" : "session", owner);

  const refused = new Set<string>();
  let refusal: AlicredError | undefined;
  let isRenewed = false;
  const step = async (latest: ProfileFields, loss?: string): Promise<ProfileFields> => {
    session = readStoredSession(context, latest);
    if (session !== undefined) return {};
    const fields = parseOptions(loginFields, latest, owner, "INVALID_CONFIGURATION");
    const { oauth_access_token: accessToken = "", oauth_refresh_token: refreshToken } = fields;
    const isAccess =
      !refused.has(accessToken) && (isRenewed || isWorthTrying(context, fields, seen, loss === undefined));
    const token = isAccess ? accessToken : refreshToken;
    if (!token || refused.has(token))
      throw (
        refusal ?? loginRequired(service.login, "the access token has expired, and there is no refresh token")
      );
    if (!isAccess && context.explaining) throw new AlicredError("CREDENTIALS_EXPIRED", DRY_RUN);
    if (!isAccess && loss !== undefined) throw unspent(owner, loss);
    try {
      if (isAccess) {
        session = await exchangeAccessToken(context, service, token);
        const isAlive = Number(session.expiresAtMs) > context.serverClock.now();
        return isAlive && !context.explaining ? { ...sessionFields(session) } : {};
      }
      // Once sent it is spent: nobody's impatience may lose what it was spent for. The request has limits of its own.
      const undisturbed = { ...context, signal: new AbortController().signal };
      const renewed = await spendRefreshToken(undisturbed, service, token);
      isRenewed = true;
      return renewed;
    } catch (error) {
      // Without that, an access token was taken back before its time, or this machine's clock is wrong; or a program
      // that does not keep the lock spent the refresh token first, and left the next one.
      if (isRenewed || !(error instanceof AlicredError && error.code === "LOGIN_REQUIRED")) throw error;
      refused.add(token);
      refusal = error;
      return {};
    }
  };
  while (session === undefined) await untilAborted(context, store.update(context, step));
  return session;
}

/** The error for a refresh token that is left as it is: the one that comes for it would be lost, and the login with it. */
function unspent(owner: string, loss: string): ConfigurationError {
  return new ConfigurationError(
    "FILE_UNWRITABLE",
    `${owner}: the access token has expired, and its one-time refresh token is not spent, because the next one could not be kept. ${loss} Or let the login end with this command: alicred resolve --allow-unsaved`,
  );
}

/** Whether to try the access token that is there before getting a new one. */
function isWorthTrying(
  { explaining, serverClock }: ResolveContext,
  fields: LoginFields,
  seen: unknown,
  isKept: boolean,
): boolean {
  const { oauth_access_token, oauth_access_token_expire: expire, oauth_refresh_token } = fields;
  if (!oauth_access_token) return false;
  // A dry run makes do with it to its end, and so does a command that cannot keep another.
  const isRenewable = isKept && !explaining && oauth_refresh_token;
  const expiresAtMs = readTimeField(expire)?.ms;
  if (!isRenewable && expiresAtMs === undefined) return true;
  // A new one has just been put there, however short its life is.
  const leastMs = isRenewable && oauth_access_token === seen ? LEAST_ACCESS_LIFE_MS : 0;
  return expiresAtMs !== undefined && expiresAtMs - serverClock.now() > leastMs;
}
