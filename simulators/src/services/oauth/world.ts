import { z } from "zod";
import { type ErrorOverrides, errorOverridesSchema } from "../../cloud/errors.ts";
import { OAUTH_ERRORS, type OAuthErrorName } from "./errors.ts";

/** A registered OAuth client. */
export interface OAuthClientDescription {
  readonly id: string;
  readonly site: "CN" | "INTL";
  readonly name: string;
  readonly redirectUris: readonly string[];
}

/** Settings of the simulated OAuth service. */
export interface OAuthDescription {
  readonly clients?: readonly OAuthClientDescription[] | undefined;
  readonly codeSeconds?: number | undefined;
  readonly accessTokenSeconds?: number | undefined;
  readonly refreshTokenSeconds?: number | undefined;
  readonly sessionSeconds?: number | undefined;
  readonly exchangeNeedsSeconds?: number | undefined;
  readonly refreshTokenRotation?: "always" | "never" | undefined;
  readonly expiresInAsText?: boolean | undefined;
  readonly refreshTokenReplay?: "revoke-family" | "refuse" | undefined;
  readonly errors?: ErrorOverrides<OAuthErrorName> | undefined;
}

const LOOPBACK_URI = /^http:\/\/(?:127\.0\.0\.1|\[::1\])(?::\d+)?\/[^?#]*$/;

export const oauthSchema: z.ZodType<OAuthDescription> = z
  .strictObject({
    clients: z
      .array(
        z.strictObject({
          id: z.string().min(1),
          site: z.enum(["CN", "INTL"]),
          name: z.string().min(1),
          redirectUris: z
            .array(z.string().regex(LOOPBACK_URI))
            .min(1)
            .describe("Loopback addresses. One without a port allows every port (RFC 8252, section 7.3)."),
        }),
      )
      .optional()
      .describe("Clients beside the aliyun CLI, which both sites know."),
    codeSeconds: z.int().min(1).max(600).optional().describe("Life of an authorization code. Default 300."),
    accessTokenSeconds: z.int().min(900).max(10_800).optional().describe("900 to 10800. Default 3600."),
    refreshTokenSeconds: z
      .int()
      .min(7200)
      .max(31_536_000)
      .optional()
      .describe("7200 to 31536000. Default 2592000."),
    sessionSeconds: z
      .int()
      .min(900)
      .max(43_200)
      .optional()
      .describe("Life of exchanged credentials. Default 3600."),
    exchangeNeedsSeconds: z
      .int()
      .min(0)
      .optional()
      .describe("An access token with less than this left is expired to the exchange. Default 0."),
    refreshTokenRotation: z
      .enum(["always", "never"])
      .optional()
      .describe("Whether a refresh brings a new refresh token. Default: to the aliyun CLI only."),
    expiresInAsText: z
      .boolean()
      .optional()
      .describe(
        "Whether expires_in is text when a code is exchanged. Default: for every client but the aliyun CLI.",
      ),
    refreshTokenReplay: z
      .enum(["revoke-family", "refuse"])
      .optional()
      .describe(
        "When a refresh token or a code comes a second time: revoke every token that descends from the same sign-in, or only refuse it. Default revoke-family.",
      ),
    errors: errorOverridesSchema(OAUTH_ERRORS).optional(),
  })
  .meta({ id: "OAuth" });

/** The part of a world's description that concerns this service. */
export interface OAuthWorld {
  readonly oauth?: OAuthDescription | undefined;
}
