import { type CredentialSource, type FieldSchema, found, nonEmptyString, schemaOf } from "@alicred/core";
import { callWithToken, date, loginRequired, printable } from "@alicred/plugin-kit";
import { createCloudCredential, signInUrl } from "./portal.ts";

/** The name of the plugin and its source, in provenance, traces and errors. */
export const NAME = "cloud-sso";

export interface CloudSsoOptions {
  /**
   * The address at which people sign in, such as `https://signin-cn-shanghai.alibabacloudsso.com/start/login`. Only its
   * scheme, host and port count; `http://` for loopback hosts only.
   */
  readonly signInUrl: string;
  /** The account of the resource directory. */
  readonly accountId: string;
  /** The id of the access configuration: `ac-…`. */
  readonly accessConfigurationId: string;
  /** The access token of a sign-in. Only another sign-in renews it. */
  readonly accessToken: string;
  /** When the access token expires. Default: unknown; the portal says when it has expired. */
  readonly accessTokenExpiresAt?: Date | undefined;
}

export const cloudSsoOptions: FieldSchema<CloudSsoOptions> = schemaOf(
  {
    signInUrl,
    accountId: nonEmptyString,
    accessConfigurationId: nonEmptyString,
    accessToken: printable,
    accessTokenExpiresAt: date,
  },
  ["signInUrl", "accountId", "accessConfigurationId", "accessToken"],
);

/** The source for validated options. */
export function cloudSsoSource(options: CloudSsoOptions): CredentialSource {
  const expiresAtMs = options.accessTokenExpiresAt?.getTime();
  const login = { mode: "CloudSSO" };
  return {
    name: NAME,
    async resolve(context) {
      context.supplied("accessToken", "argument accessToken");
      const credentials = await callWithToken(
        context,
        expiresAtMs,
        () => loginRequired(login, "the access token has expired"),
        () => createCloudCredential(context, { ...options, login }),
      );
      return found(credentials);
    },
  };
}
