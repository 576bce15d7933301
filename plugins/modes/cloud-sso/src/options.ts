import { nonEmptyString, type StandardSchema, schemaOf } from "@alicred/core";
import { date, printable } from "@alicred/plugin-kit";
import { signInUrl } from "./portal.ts";

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

export const cloudSsoOptions: StandardSchema<CloudSsoOptions> = schemaOf(
  {
    signInUrl,
    accountId: nonEmptyString,
    accessConfigurationId: nonEmptyString,
    accessToken: printable,
    accessTokenExpiresAt: date,
  },
  ["signInUrl", "accountId", "accessConfigurationId", "accessToken"],
);
