import {
  type AlicredError,
  type Answer,
  type CredentialSource,
  found,
  nonEmptyString,
  parseOptions,
  type ResolveContext,
  type StandardSchema,
  schemaOf,
} from "@alicred/core";
import type { Profile, ProfileMode } from "@alicred/plugin-kit";
import {
  callWithToken,
  loginRequired,
  printable,
  readStoredSession,
  readTimeField,
  storeSession,
  timeField,
  timeFieldWarning,
} from "@alicred/plugin-kit";
import { NAME } from "./name.ts";
import { createCloudCredential, signInUrl } from "./portal.ts";

interface CloudSsoFields {
  readonly cloud_sso_sign_in_url: string;
  readonly cloud_sso_account_id?: string | undefined;
  readonly cloud_sso_access_config?: string | undefined;
  readonly access_token?: string | undefined;
  /** Epoch seconds. The official clients write 0 for "not known". */
  readonly cloud_sso_access_token_expire?: number | undefined;
}

const cloudSsoFields: StandardSchema<CloudSsoFields> = schemaOf(
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
 * `CloudSSO`: the session that the profile keeps, as long as it lives; then one for the profile's access token, as long
 * as that lives. New sessions are written back.
 */
export const cloudSsoMode: ProfileMode = { mode: "CloudSSO", source: sourceOf };

function sourceOf(profile: Profile): CredentialSource {
  const owner = `profile "${profile.name}"`;
  const fields = parseOptions(cloudSsoFields, profile.fields, owner, "INVALID_CONFIGURATION");
  const {
    cloud_sso_sign_in_url: signInUrl,
    cloud_sso_account_id: accountId,
    cloud_sso_access_config: accessConfigurationId,
    access_token: accessToken,
  } = fields;
  const login = { mode: "CloudSSO", profile: profile.name };

  async function resolve(context: ResolveContext): Promise<Answer> {
    const stored = readStoredSession(context, profile.fields);
    if (stored !== undefined) {
      context.supplied("session", owner);
      return found(stored);
    }
    // The aliyun CLI asks for the other two when somebody signs in.
    if (accessToken === undefined || accountId === undefined || accessConfigurationId === undefined)
      throw loginRequired(login, "access token, account or access configuration is missing");
    const { cloud_sso_access_token_expire: expire } = fields;
    const warning = timeFieldWarning(expire, `field cloud_sso_access_token_expire of ${owner}`);
    if (warning !== undefined) context.warn(warning);
    const expiresAtMs = readTimeField(expire)?.ms;
    context.supplied("accessToken", `field access_token of ${owner}`);
    const request = { signInUrl, accountId, accessConfigurationId, accessToken, login };
    const expired = (): AlicredError => loginRequired(login, "the access token has expired");
    const credentials = await callWithToken(context, expiresAtMs, expired, () =>
      createCloudCredential(context, request),
    );
    await storeSession(context, profile, credentials);
    return found(credentials);
  }

  return { name: NAME, resolve };
}
