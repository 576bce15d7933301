import {
  type AlicredError,
  type CredentialSource,
  type Credentials,
  found,
  parseOptions,
} from "@alicred/core";
import { callWithToken, loginRequired } from "@alicred/plugin-kit";
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
  const expiresAtMs = given.accessTokenExpiresAt?.getTime();
  const login = { mode: "CloudSSO" };
  return {
    name: NAME,
    async resolve(context) {
      context.supplied("accessToken", "argument accessToken");
      const expired = (): AlicredError => loginRequired(login, "the access token has expired");
      const call = (): Promise<Credentials> => createCloudCredential(context, { ...given, login });
      return found(await callWithToken(context, expiresAtMs, expired, call));
    },
  };
}
