/**
 * The profile mode `OAuth` with its login, for programs in which a person signs in. The plugin itself has none, because
 * most programs only use what somebody else signed in for.
 *
 * @example
 * ```ts
 * import { oauthLoginMode } from "@alicred/oauth/login";
 * import { sharedConfig } from "@alicred/shared-config";
 *
 * const source = sharedConfig({ modes: [oauthLoginMode] });
 * ```
 *
 * @module
 */
import { AlicredError, parseFields } from "@alicred/core";
import {
  type Profile,
  type ProfileFields,
  type ProfileLogin,
  type ProfileMode,
  readTimeField,
  SESSION_FIELDS,
} from "@alicred/plugin-kit";
import { acquireSession, type LoginStore } from "./acquire-session.ts";
import { oauthFields, oauthMode } from "./profile-mode.ts";
import { revokeToken } from "./revoke.ts";
import { type Service, serviceOf } from "./service.ts";
import { signInByCode, signInOrigin } from "./sign-in.ts";

/** The sign-in by an authorization code with PKCE. */
export const oauthLogin: ProfileLogin = {
  fields: [
    "oauth_access_token",
    "oauth_access_token_expire",
    "oauth_refresh_token",
    "oauth_refresh_token_expire",
  ],

  at: (fields) => signInOrigin(read(fields)),

  held(fields) {
    if (fields["oauth_refresh_token"] !== undefined)
      return { endsAtMs: readTimeField(fields["oauth_refresh_token_expire"])?.ms };
    if (fields["oauth_access_token"] === undefined) return undefined;
    return { endsAtMs: readTimeField(fields["oauth_access_token_expire"])?.ms };
  },

  async isAccepted(context, profile) {
    const label = `profile "${profile.name}"`;
    try {
      await acquireSession(context, tokensOf(profile), read(profile.fields, profile.name), label);
      return true;
    } catch (thrown) {
      if (thrown instanceof AlicredError && thrown.code === "LOGIN_REQUIRED") return false;
      throw thrown;
    }
  },

  async end(context, fields) {
    const { oauth_refresh_token: token, oauth_access_token_expire: expire } = fields;
    if (typeof token === "string") await revokeToken(context, read(fields), token);
    // The service documents the end of the refresh token alone.
    return fields["oauth_access_token"] === undefined ? undefined : { endsAtMs: readTimeField(expire)?.ms };
  },

  signIn: (context, fields, terminal) => signInByCode(context, read(fields), terminal),
};

/** The profile mode `OAuth` with its login. */
export const oauthLoginMode: ProfileMode = { ...oauthMode, login: oauthLogin };

function read(fields: ProfileFields, name?: string): Service {
  const label = name === undefined ? "the profile" : `profile "${name}"`;
  const { oauth_site_type, oauth_endpoint } = parseFields(
    oauthFields,
    fields,
    label,
    "INVALID_CONFIGURATION",
  );
  return serviceOf(oauth_site_type, oauth_endpoint, name);
}

/** The profile without the session that it keeps, which says nothing about its tokens. */
function tokensOf(profile: Profile): LoginStore {
  const without = (fields: ProfileFields): ProfileFields =>
    Object.fromEntries(
      Object.entries(fields).filter(([name]) => !SESSION_FIELDS.some((each) => each === name)),
    );
  return {
    fields: without(profile.fields),
    update: (context, change) => profile.update(context, (latest, loss) => change(without(latest), loss)),
  };
}
