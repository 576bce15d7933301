import { nonEmptyString, type StandardSchema, schemaOf } from "@alicred/core";
import { date, printable } from "@alicred/plugin-kit";
import { endpoint, site } from "./sites.ts";

/** The tokens of a sign-in. */
export interface OAuthTokens {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  /** Good for one use; the next tokens come with a new one. */
  readonly refreshToken: string | undefined;
}

export interface OAuthOptions {
  /** The site of the account; `EN` is read as `INTL`, with a warning. */
  readonly site: "CN" | "INTL" | "EN";
  readonly accessToken?: string | undefined;
  /** When the access token expires. Default: unknown; it is renewed first when there is a refresh token. */
  readonly accessTokenExpiresAt?: Date | undefined;
  /** Good for one use. One of the two tokens is required. */
  readonly refreshToken?: string | undefined;
  /**
   * Called with new tokens whenever there are any, and awaited: store them, because the old refresh token is spent. If
   * it fails, the trace warns, and this source goes on with the new tokens.
   */
  readonly onTokens?: ((tokens: OAuthTokens) => void | Promise<void>) | undefined;
  /** The client that the tokens were issued to. Default: the aliyun CLI. */
  readonly clientId?: string | undefined;
  /** Where tokens are issued; `http://` for loopback hosts only. Default: the site's. */
  readonly endpoint?: string | undefined;
}

export const oauthOptions: StandardSchema<OAuthOptions> = schemaOf(
  {
    site,
    accessToken: printable,
    accessTokenExpiresAt: date,
    refreshToken: printable,
    onTokens: [(value) => typeof value === "function", "is not a function"],
    clientId: nonEmptyString,
    endpoint,
  },
  ["site"],
);
