import type { JSONWebKeySet } from "jose";
import { z } from "zod";
import { SHORTEST_SECRET } from "../world/canaries.ts";
import {
  type PolicyDocument,
  permissionPolicySchema,
  SYSTEM_POLICIES,
  type SystemPolicyName,
  trustPolicySchema,
} from "./policy.ts";

/** A long-term access key. */
export interface AccessKeyDescription {
  readonly id: string;
  /** Default: minted from the seed. */
  readonly secret?: string | undefined;
  /** Default true. */
  readonly active?: boolean | undefined;
}

const accessKeySchema: z.ZodType<AccessKeyDescription> = z
  .strictObject({
    id: z.string().min(1).describe('Access key id. Real ones begin with "LTAI".'),
    secret: z
      .string()
      .min(SHORTEST_SECRET)
      .optional()
      .describe("Default: minted from the seed, recognisable as a canary."),
    active: z.boolean().optional().describe("Whether the key may be used. Default true."),
  })
  .meta({ id: "AccessKey" });

/** A policy written out, or the name of a system policy. */
export type PolicyReference = SystemPolicyName | PolicyDocument;

export const policiesSchema: z.ZodType<readonly PolicyReference[]> = z
  .array(z.union([z.enum(Object.keys(SYSTEM_POLICIES) as SystemPolicyName[]), permissionPolicySchema]))
  .describe("Attached policies: names of system policies, or documents. Default none.");

/** A RAM user. */
export interface UserDescription {
  readonly name: string;
  readonly id?: string | undefined;
  readonly accessKeys?: readonly AccessKeyDescription[] | undefined;
  readonly policies?: readonly PolicyReference[] | undefined;
  /** RSA public keys for GenerateSessionAccessKey. */
  readonly publicKeys?: readonly { readonly id: string; readonly pem: string }[] | undefined;
}

export const userSchema: z.ZodType<UserDescription> = z
  .strictObject({
    name: z.string().regex(/^[\w.-]{1,64}$/),
    id: z.string().regex(/^\d+$/).optional().describe("User id. Default: 18 digits made from the name."),
    accessKeys: z.array(accessKeySchema).optional(),
    policies: policiesSchema.optional(),
    publicKeys: z
      .array(
        z.strictObject({ id: z.string().min(1), pem: z.string().startsWith("-----BEGIN PUBLIC KEY-----") }),
      )
      .optional()
      .describe("RSA public keys for the deprecated GenerateSessionAccessKey."),
  })
  .meta({ id: "User" });

/** A RAM role. */
export interface RoleDescription {
  readonly name: string;
  readonly id?: string | undefined;
  readonly trustPolicy: PolicyDocument;
  readonly maxSessionDurationSeconds?: number | undefined;
  readonly policies?: readonly PolicyReference[] | undefined;
}

const roleSchema: z.ZodType<RoleDescription> = z
  .strictObject({
    name: z.string().regex(/^[\w.-]{1,64}$/),
    id: z.string().regex(/^\d+$/).optional().describe("Role id. Default: 18 digits made from the name."),
    trustPolicy: trustPolicySchema.describe(
      "Who may assume the role: Principal (RAM, Service, Federated) and Condition, for example on sts:ExternalId or oidc:sub.",
    ),
    maxSessionDurationSeconds: z
      .int()
      .min(3600)
      .max(43_200)
      .optional()
      .describe("3600 to 43200. Default 3600."),
    policies: policiesSchema.optional(),
  })
  .meta({ id: "Role" });

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
  /** The certificate of the issuer, as RAM finds it. Default `trusted`. */
  readonly certificate?: "trusted" | "broken-chain" | "unknown-root" | undefined;
}

const oidcProviderSchema: z.ZodType<OidcProviderDescription> = z
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
    certificate: z
      .enum(["trusted", "broken-chain", "unknown-root"])
      .optional()
      .describe("The certificate of the issuer, as RAM finds it. Default trusted."),
  })
  .meta({ id: "OidcProvider" });

/** A SAML identity provider registered in RAM. */
export interface SamlProviderDescription {
  readonly name: string;
  readonly entityId: string;
  /** RSA public key, PEM. Without it the metadata counts as invalid. */
  readonly publicKey?: string | undefined;
}

const samlProviderSchema: z.ZodType<SamlProviderDescription> = z
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

/** An Alibaba Cloud account and the contents of its RAM. */
export interface AccountDescription {
  readonly id: string;
  /** Access keys of the main account itself. */
  readonly rootAccessKeys?: readonly AccessKeyDescription[] | undefined;
  readonly users?: readonly UserDescription[] | undefined;
  readonly roles?: readonly RoleDescription[] | undefined;
  readonly oidcProviders?: readonly OidcProviderDescription[] | undefined;
  readonly samlProviders?: readonly SamlProviderDescription[] | undefined;
}

export const accountSchema: z.ZodType<AccountDescription> = z
  .strictObject({
    id: z
      .string()
      .regex(/^\d{5,20}$/)
      .describe("Account id, usually 16 digits."),
    rootAccessKeys: z.array(accessKeySchema).optional().describe("Access keys of the main account itself."),
    users: z.array(userSchema).optional(),
    roles: z.array(roleSchema).optional(),
    oidcProviders: z.array(oidcProviderSchema).optional(),
    samlProviders: z.array(samlProviderSchema).optional(),
  })
  .meta({ id: "Account" });
