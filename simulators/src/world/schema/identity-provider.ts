import type { JSONWebKeySet } from "jose";
import { z } from "zod";

/** Only the outer structure is checked here; jose checks each key on import. */
const jwksSchema = z.strictObject({
  keys: z.array(z.record(z.string(), z.unknown())),
}) as unknown as z.ZodType<JSONWebKeySet>;

/** An OIDC identity provider registered in RAM. */
export interface OidcProviderDescription {
  readonly name: string;
  readonly issuer: string;
  readonly clientIds: readonly string[];
  /** JSON Web Key Set of the issuer. Default: taken from the simulated issuer of that address. */
  readonly jwks?: JSONWebKeySet | undefined;
  /** Oldest acceptable `iat`, in hours before now. Default 12. */
  readonly issuanceLimitHours?: number | undefined;
  /** Whether the registered fingerprint is that of the issuer's certificate. Default true. */
  readonly fingerprintMatches?: boolean | undefined;
}

export const oidcProviderSchema: z.ZodType<OidcProviderDescription> = z
  .strictObject({
    name: z.string().regex(/^[\w.-]{1,128}$/),
    issuer: z.string().min(1).describe("The iss claim of its tokens."),
    clientIds: z.array(z.string().min(1)).min(1).describe("Accepted aud claims."),
    jwks: jwksSchema
      .optional()
      .describe("JSON Web Key Set. Default: that of the simulated issuer of this address."),
    issuanceLimitHours: z
      .int()
      .min(1)
      .max(168)
      .optional()
      .describe("Oldest acceptable iat, in hours. Default 12."),
    fingerprintMatches: z
      .boolean()
      .optional()
      .describe("Whether the registered fingerprint is that of the issuer's certificate. Default true."),
  })
  .meta({ id: "OidcProvider" });

/** A SAML identity provider registered in RAM. */
export interface SamlProviderDescription {
  readonly name: string;
  readonly entityId: string;
  /** RSA public key, PEM. Without it the metadata counts as invalid. */
  readonly publicKey?: string | undefined;
}

export const samlProviderSchema: z.ZodType<SamlProviderDescription> = z
  .strictObject({
    name: z.string().regex(/^[\w.-]{1,128}$/),
    entityId: z.string().min(1).describe("The Issuer of its assertions."),
    publicKey: z
      .string()
      .startsWith("-----BEGIN PUBLIC KEY-----")
      .optional()
      .describe("RSA public key, PEM. Without it the provider's metadata counts as invalid."),
  })
  .meta({ id: "SamlProvider" });
