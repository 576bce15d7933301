import { type CredentialSource, found, parseOptions } from "@alicred/core";
import { loginRequired } from "@alicred/plugin-kit";
import { NAME } from "./name.ts";
import { type CloudSsoOptions, cloudSsoOptions } from "./options.ts";
import { createCloudCredential } from "./portal.ts";

/**
 * Credentials of a CloudSSO access configuration, in exchange for the access token of a sign-in.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options that cannot be used.
 */
export function cloudSso(options: CloudSsoOptions): CredentialSource {
  const given = parseOptions(cloudSsoOptions, options, NAME);
  const expiresAtMs = given.accessTokenExpiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const login = { mode: "CloudSSO" };
  return {
    name: NAME,
    async resolve(context) {
      context.supplied("accessToken", "argument accessToken");
      if (expiresAtMs <= context.serverClock.now())
        throw loginRequired(login, "the access token has expired");
      return found(await createCloudCredential(context, { ...given, login }));
    },
  };
}
