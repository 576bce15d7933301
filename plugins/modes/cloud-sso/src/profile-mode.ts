import { found, nonEmptyString, parseFields, schemaOf } from "@alicred/core";
import {
  callWithToken,
  loginRequired,
  type ProfileMode,
  printable,
  readStoredSession,
  readTimeField,
  storeSession,
  timeField,
  warnOfTime,
} from "@alicred/plugin-kit";
import { createCloudCredential, signInUrl } from "./portal.ts";
import { NAME } from "./source.ts";

interface CloudSsoFields {
  readonly cloud_sso_sign_in_url: string;
  readonly cloud_sso_account_id?: string | undefined;
  readonly cloud_sso_access_config?: string | undefined;
  readonly access_token?: string | undefined;
  /** Epoch seconds. The official clients write 0 for "not known". */
  readonly cloud_sso_access_token_expire?: number | undefined;
}

const cloudSsoFields = schemaOf<CloudSsoFields>(
  {
    cloud_sso_sign_in_url: signInUrl,
    cloud_sso_account_id: nonEmptyString,
    cloud_sso_access_config: nonEmptyString,
    access_token: printable,
    cloud_sso_access_token_expire: timeField,
  },
  ["cloud_sso_sign_in_url"],
);

/**
 * `CloudSSO`: the session that the profile keeps, until it expires; then one for the profile's access token, until that
 * expires. New sessions are written back.
 */
export const cloudSsoMode: ProfileMode = {
  mode: "CloudSSO",
  fields: ["cloud_sso_sign_in_url"],
  source(profile) {
    const label = `profile "${profile.name}"`;
    const login = { mode: "CloudSSO", profile: profile.name };
    const {
      cloud_sso_sign_in_url: signInUrl,
      cloud_sso_account_id: accountId,
      cloud_sso_access_config: accessConfigurationId,
      access_token: accessToken,
      cloud_sso_access_token_expire: expire,
    } = parseFields(cloudSsoFields, profile.fields, label, "INVALID_CONFIGURATION");
    return {
      name: NAME,
      async resolve(context) {
        const stored = readStoredSession(context, profile.fields);
        if (stored !== undefined) {
          context.supplied("session", label);
          return found(stored);
        }
        // The aliyun CLI asks for the other two when somebody signs in.
        if (accessToken === undefined || accountId === undefined || accessConfigurationId === undefined)
          throw loginRequired(login, "access token, account or access configuration is missing");
        warnOfTime(context, profile.fields, "cloud_sso_access_token_expire");
        context.supplied("accessToken", `field access_token of ${label}`);
        const request = { signInUrl, accountId, accessConfigurationId, accessToken, login };
        const credentials = await callWithToken(
          context,
          readTimeField(expire)?.ms,
          () => loginRequired(login, "the access token has expired"),
          () => createCloudCredential(context, request),
        );
        await storeSession(context, profile, credentials);
        return found(credentials);
      },
    };
  },
};
