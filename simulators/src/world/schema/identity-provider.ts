import { z } from "zod";

/** An OIDC identity provider registered in RAM. */
export interface OidcProviderDescription {
  readonly name: string;
  readonly issuer: string;
  readonly clientIds: readonly string[];
  /** JSON Web Key Set of the issuer. Default: taken from the simulated issuer of that address. */
  readonly jwks?: { readonly keys: readonly Readonly<Record<string, unknown>>[] } | undefined;
  /** Oldest acceptable `iat`, in hours before now. Default 12. */
  readonly issuanceLimitHours?: number | undefined;
}

export const oidcProviderSchema: z.ZodType<OidcProviderDescription> = z
  .strictObject({
    name: z.string().regex(/^[\w.-]{1,128}$/),
    issuer: z.string().min(1).describe("The iss claim of its tokens."),
    clientIds: z.array(z.string().min(1)).min(1).describe("Accepted aud claims."),
    jwks: z
      .strictObject({ keys: z.array(z.record(z.string(), z.unknown())) })
      .optional()
      .describe("JSON Web Key Set. Default: that of the simulated issuer of this address."),
    issuanceLimitHours: z
      .int()
      .min(1)
      .max(168)
      .optional()
      .describe("Oldest acceptable iat, in hours. Default 12."),
  })
  .meta({ id: "OidcProvider" });

/** A SAML identity provider registered in RAM. */
export interface SamlProviderDescription {
  readonly name: string;
  readonly entityId: string;
}

export const samlProviderSchema: z.ZodType<SamlProviderDescription> = z
  .strictObject({
    name: z.string().regex(/^[\w.-]{1,128}$/),
    entityId: z.string().min(1).describe("The Issuer of its assertions."),
  })
  .meta({ id: "SamlProvider" });
