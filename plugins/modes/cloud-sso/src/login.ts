/**
 * The profile mode `CloudSSO` with its login, for programs in which a person signs in. The plugin itself has none, because
 * most programs only use what somebody else signed in for.
 *
 * @example
 * ```ts
 * import { cloudSsoLoginMode } from "@alicred/cloud-sso/login";
 * import { sharedConfig } from "@alicred/shared-config";
 *
 * const source = sharedConfig({ modes: [cloudSsoLoginMode] });
 * ```
 *
 * @module
 */
import { AlicredError, nonEmptyString, parseFields, schemaOf } from "@alicred/core";
import {
  type LoginPlace,
  loginRequired,
  type ProfileFields,
  type ProfileLogin,
  type ProfileMode,
  printable,
  readTimeField,
} from "@alicred/plugin-kit";
import { checkAccessToken, listAccessConfigurations, listAccounts, type SignedIn } from "./assignments.ts";
import { signInByDeviceCode } from "./device-code.ts";
import { signInUrl } from "./portal.ts";
import { cloudSsoMode } from "./profile-mode.ts";

interface SignInFields {
  readonly cloud_sso_sign_in_url: string;
  readonly cloud_sso_account_id?: string | undefined;
  readonly cloud_sso_access_config?: string | undefined;
  readonly access_token?: string | undefined;
}

const signInFields = schemaOf<SignInFields>(
  {
    cloud_sso_sign_in_url: signInUrl,
    cloud_sso_account_id: nonEmptyString,
    cloud_sso_access_config: nonEmptyString,
    access_token: printable,
  },
  ["cloud_sso_sign_in_url"],
);

/** Requests for access configurations that are under way at the same time. */
const MOST_AT_ONCE = 8;

/** The sign-in by a device code, and the accounts and access configurations to which it leads. */
export const cloudSsoLogin: ProfileLogin = {
  fields: ["access_token", "cloud_sso_access_token_expire"],
  isShared: true,

  at: (fields) => read(fields).cloud_sso_sign_in_url,

  held({ access_token, cloud_sso_access_token_expire: expire }) {
    return access_token === undefined ? undefined : { endsAtMs: readTimeField(expire)?.ms };
  },

  async isAccepted(context, { name, fields }) {
    try {
      await checkAccessToken(context, signedIn(fields, name));
      return true;
    } catch (thrown) {
      if (thrown instanceof AlicredError && thrown.code === "LOGIN_REQUIRED") return false;
      throw thrown;
    }
  },

  signIn: (context, fields, terminal) =>
    signInByDeviceCode(context, read(fields).cloud_sso_sign_in_url, terminal),

  async choose(context, fields, terminal) {
    const before = read(fields);
    const accountId = await terminal.choose({
      name: "account",
      current: before.cloud_sso_account_id,
      choices: async () => listAccounts(context, signedIn(fields)),
    });
    const isSame = accountId === before.cloud_sso_account_id;
    return {
      cloud_sso_account_id: accountId,
      cloud_sso_access_config: await terminal.choose({
        name: "config",
        option: "access-config",
        current: isSame ? before.cloud_sso_access_config : undefined,
        choices: async () => listAccessConfigurations(context, signedIn(fields), accountId),
      }),
    };
  },

  async places(context, fields) {
    const who = signedIn(fields);
    const accounts = await listAccounts(context, who);
    const places = accounts.map((): readonly LoginPlace[] => []);
    const rest = accounts.entries();
    const work = async (): Promise<void> => {
      for (const [index, account] of rest) {
        const configs = await listAccessConfigurations(context, who, account.id);
        places[index] = configs.map((config) => ({
          words: {
            account: account.name,
            "account-id": account.id,
            config: config.name,
            "config-id": config.id,
          },
          fields: { cloud_sso_account_id: account.id, cloud_sso_access_config: config.id },
        }));
      }
    };
    await Promise.all(Array.from({ length: MOST_AT_ONCE }, work));
    return places.flat();
  },
};

/** The profile mode `CloudSSO` with its login. */
export const cloudSsoLoginMode: ProfileMode = { ...cloudSsoMode, login: cloudSsoLogin };

function read(fields: ProfileFields, name?: string): SignInFields {
  const label = name === undefined ? "the profile" : `profile "${name}"`;
  return parseFields(signInFields, fields, label, "INVALID_CONFIGURATION");
}

function signedIn(fields: ProfileFields, profile?: string): SignedIn {
  const { cloud_sso_sign_in_url: signInUrl, access_token: accessToken } = read(fields, profile);
  const login = { mode: "CloudSSO", profile };
  if (accessToken === undefined) throw loginRequired(login, "the access token is missing");
  return { signInUrl, accessToken, login };
}
