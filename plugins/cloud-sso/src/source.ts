import { type CredentialSource, found, parseOptions } from "@alicred/core";
import { loginRequired } from "@alicred/sts";
import { type CloudSsoOptions, cloudSsoOptions, portalOf } from "./options.ts";
import { createCloudCredential } from "./portal.ts";

/**
 * Credentials of a CloudSSO access configuration, for the access token of a sign-in.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options that cannot be used.
 */
export function cloudSso(options: CloudSsoOptions): CredentialSource {
  const given = parseOptions(cloudSsoOptions, options, "cloud-sso");
  const { accountId, accessConfigurationId, accessToken, accessTokenExpiresAt } = given;
  const login = { source: "cloud-sso", mode: "CloudSSO" };
  const portal = portalOf(given.signInUrl) ?? given.signInUrl;
  return {
    name: "cloud-sso",
    async resolve(context) {
      context.supplied("accessToken", "argument accessToken");
      const leftMs =
        (accessTokenExpiresAt?.getTime() ?? Number.POSITIVE_INFINITY) - context.serverClock.now();
      if (leftMs <= 0) throw loginRequired(login, "the access token has expired");
      const request = { portal, accountId, accessConfigurationId, login };
      return found(await createCloudCredential(context, request, accessToken));
    },
  };
}
