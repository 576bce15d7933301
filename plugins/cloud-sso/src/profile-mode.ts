import {
  type Answer,
  type CredentialSource,
  found,
  type Profile,
  type ProfileMode,
  parseOptions,
  type ResolveContext,
  type StandardSchema,
  schemaOf,
  text,
} from "@alicred/core";
import { loginRequired, readStoredSession, storeSession } from "@alicred/sts";
import { portalOf, signInUrl } from "./options.ts";
import { createCloudCredential } from "./portal.ts";

interface CloudSsoFields {
  readonly cloud_sso_sign_in_url: string;
  readonly cloud_sso_account_id?: string | undefined;
  readonly cloud_sso_access_config?: string | undefined;
  readonly access_token?: string | undefined;
}

const cloudSsoFields: StandardSchema<CloudSsoFields> = schemaOf(
  {
    cloud_sso_sign_in_url: signInUrl,
    cloud_sso_account_id: text,
    cloud_sso_access_config: text,
    access_token: text,
  },
  ["cloud_sso_sign_in_url"],
);

/**
 * `CloudSSO`: the session that the profile keeps, as long as it lives; then one for the profile's access token, as long
 * as that lives. New sessions are written back.
 */
export const cloudSsoMode: ProfileMode = { mode: "CloudSSO", source: sourceOf };

function sourceOf(profile: Profile): CredentialSource {
  const { name } = profile;
  const fields = parseOptions(cloudSsoFields, profile.fields, `profile "${name}"`, "INVALID_CONFIGURATION");
  const login = { source: "cloud-sso", mode: "CloudSSO", profile: name };
  const portal = portalOf(fields.cloud_sso_sign_in_url) ?? fields.cloud_sso_sign_in_url;

  async function resolve(context: ResolveContext): Promise<Answer> {
    const stored = readStoredSession(context, profile.fields);
    if (stored !== undefined) {
      context.supplied("session", `profile "${name}", where an earlier run left it`);
      return found(stored);
    }
    const { access_token, cloud_sso_account_id: accountId, cloud_sso_access_config } = fields;
    if (access_token === undefined) throw loginRequired(login, "nobody has signed in");
    // The official clients write 0 for "not known".
    const expiresAtMs = Number(profile.fields["cloud_sso_access_token_expire"] ?? 0) * 1000;
    if (expiresAtMs > 0 && expiresAtMs <= context.serverClock.now())
      throw loginRequired(login, "the access token has expired");
    // The aliyun CLI asks for these two when somebody signs in.
    if (accountId === undefined || cloud_sso_access_config === undefined)
      throw loginRequired(login, "no account and access configuration are chosen");
    context.supplied("accessToken", `field access_token of profile "${name}"`);
    const request = { portal, accountId, accessConfigurationId: cloud_sso_access_config, login };
    const credentials = await createCloudCredential(context, request, access_token);
    await storeSession(context, profile, credentials);
    return found(credentials);
  }

  return { name: "cloud-sso", resolve };
}
