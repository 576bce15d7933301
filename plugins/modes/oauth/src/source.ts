import {
  ConfigurationError,
  type CredentialSource,
  found,
  parseOptions,
  type ResolveContext,
} from "@alicred/core";
import type { ProfileFields } from "@alicred/plugin-kit";
import { acquireSession, type LoginStore } from "./login.ts";
import { NAME } from "./name.ts";
import { type OAuthOptions, oauthOptions } from "./options.ts";
import { serviceOf } from "./sites.ts";

/**
 * Credentials of a person, in exchange for tokens of a sign-in. The source keeps the tokens that replace them, and
 * passes them to `onTokens`.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options that cannot be used.
 */
export function oauth(options: OAuthOptions): CredentialSource {
  const { site, clientId, endpoint, ...tokens } = parseOptions(oauthOptions, options, NAME);
  if (tokens.accessToken === undefined && tokens.refreshToken === undefined) {
    const message = "oauth: neither accessToken nor refreshToken is given.";
    throw new ConfigurationError("INVALID_OPTION", message, { source: NAME });
  }
  const store = memoryStore(tokens);
  const service = { ...serviceOf(site, endpoint), ...(clientId !== undefined && { clientId }) };
  const owner = "arguments accessToken and refreshToken";
  return {
    name: NAME,
    resolve: async (context) => found(await acquireSession(context, store, service, owner)),
  };
}

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
        accessToken: String(fields["oauth_access_token"]),
        accessTokenExpiresAt: new Date(Number(fields["oauth_access_token_expire"]) * 1000),
        refreshToken: fields["oauth_refresh_token"] as string | undefined,
      });
    } catch {
      // What it threw could quote a token.
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
