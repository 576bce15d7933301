import type { CredentialSource, FieldSchema, ResolveContext } from "@alicred/core";
import { ConfigurationError, found, nonEmptyString, schemaOf } from "@alicred/core";
import { date, numberOf, type ProfileFields, printable, textOf } from "@alicred/plugin-kit";
import { acquireSession, type LoginStore } from "./acquire-session.ts";
import { endpoint, serviceOf, site } from "./service.ts";

/** The name of the plugin and its source, in provenance, traces and errors. */
export const NAME = "oauth";

/** The tokens of a sign-in. */
export interface OAuthTokens {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  /** Good for one use; the next tokens come with a new one. */
  readonly refreshToken: string | undefined;
}

export interface OAuthOptions {
  /** The site of the account; `EN` is read as `INTL`, with a warning. */
  readonly site: "CN" | "INTL" | "EN";
  readonly accessToken?: string | undefined;
  /** When the access token expires. Default: unknown; it is renewed first when there is a refresh token. */
  readonly accessTokenExpiresAt?: Date | undefined;
  /** Good for one use. One of the two tokens is required. */
  readonly refreshToken?: string | undefined;
  /**
   * Called with new tokens as soon as they arrive, and awaited: store them, because the old refresh token is spent. If
   * it fails, the trace warns, and this source continues with the new tokens.
   */
  readonly onTokens?: ((tokens: OAuthTokens) => void | Promise<void>) | undefined;
  /** The client that the tokens were issued to. Default: the aliyun CLI. */
  readonly clientId?: string | undefined;
  /** Where tokens are issued; `http://` for loopback hosts only. Default: the site's. */
  readonly endpoint?: string | undefined;
}

export const oauthOptions: FieldSchema<OAuthOptions> = schemaOf(
  {
    site,
    accessToken: printable,
    accessTokenExpiresAt: date,
    refreshToken: printable,
    onTokens: { accepts: (value) => typeof value === "function", complaint: "is not a function" },
    clientId: nonEmptyString,
    endpoint,
  },
  ["site"],
);

/**
 * The source for options that the schema has accepted.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` without a token.
 */
export function oauthSource({ site, clientId, endpoint, ...tokens }: OAuthOptions): CredentialSource {
  if (tokens.accessToken === undefined && tokens.refreshToken === undefined) {
    const message = `${NAME}: neither accessToken nor refreshToken is given. Give one.`;
    throw new ConfigurationError("INVALID_OPTION", message, { source: NAME });
  }
  const store = memoryStore(tokens);
  const service = { ...serviceOf(site, endpoint), ...(clientId !== undefined && { clientId }) };
  const label = "arguments accessToken and refreshToken";
  return {
    name: NAME,
    resolve: async (context) => found(await acquireSession(context, store, service, label)),
  };
}

/** Keeps the tokens in memory, as a profile keeps them in a file. */
function memoryStore({
  accessToken,
  accessTokenExpiresAt,
  refreshToken,
  onTokens,
}: Omit<OAuthOptions, "site">): LoginStore {
  let fields: ProfileFields = {
    oauth_access_token: accessToken,
    oauth_access_token_expire: accessTokenExpiresAt && accessTokenExpiresAt.getTime() / 1000,
    oauth_refresh_token: refreshToken,
  };
  let turn: Promise<unknown> = Promise.resolve();

  async function tell(context: ResolveContext): Promise<void> {
    try {
      await onTokens?.({
        accessToken: textOf(fields["oauth_access_token"]),
        accessTokenExpiresAt: new Date(numberOf(fields["oauth_access_token_expire"]) * 1000),
        refreshToken: fields["oauth_refresh_token"] as string | undefined,
      });
    } catch {
      // The error is not quoted, because it may contain a token.
      context.warn("onTokens failed: the new tokens are known to this process alone.");
    }
  }

  return {
    get fields() {
      return fields;
    },
    update(context, change) {
      const run = async (): Promise<ProfileFields> => {
        context.signal.throwIfAborted();
        const changed = await change(fields);
        fields = { ...fields, ...changed };
        if ("oauth_access_token" in changed) await tell(context);
        return fields;
      };
      const own = turn.then(run, run);
      turn = own;
      return own;
    },
  };
}
