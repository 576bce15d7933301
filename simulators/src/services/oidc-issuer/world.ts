import { z } from "zod";
import { type ErrorOverrides, errorOverridesSchema } from "../../cloud/errors.ts";
import { ISSUER_ERRORS, type IssuerErrorName } from "./errors.ts";

/** An OIDC issuer that signs tokens, such as that of a Kubernetes cluster. */
export interface OidcIssuerDescription {
  readonly issuer: string;
  readonly subject?: string | undefined;
  readonly audience?: string | undefined;
  readonly tokenSeconds?: number | undefined;
  readonly keyRotationHours?: number | undefined;
  readonly errors?: ErrorOverrides<IssuerErrorName> | undefined;
}

export const oidcIssuerSchema: z.ZodType<OidcIssuerDescription> = z
  .strictObject({
    issuer: z
      .url({ protocol: /^https?$/ })
      .regex(/^[^?#]*[^/?#]$/)
      .describe("The iss claim of its tokens. No slash at the end, no query."),
    subject: z
      .string()
      .min(1)
      .optional()
      .describe("Default sub claim. Default system:serviceaccount:default:app."),
    audience: z.string().min(1).optional().describe("Default aud claim. Default sts.aliyuncs.com."),
    tokenSeconds: z.int().min(1).optional().describe("Life of a token unless asked otherwise. Default 3600."),
    keyRotationHours: z
      .number()
      .positive()
      .optional()
      .describe(
        "How often a new key signs; the one before stays published until the next. Default: never by itself.",
      ),
    errors: errorOverridesSchema(ISSUER_ERRORS).optional(),
  })
  .meta({ id: "OidcIssuer" });

/** The part of a world's description that concerns this service. */
export interface OidcWorld {
  readonly oidcIssuers?: readonly OidcIssuerDescription[] | undefined;
}
