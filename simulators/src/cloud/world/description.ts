import { z } from "zod";
import { type CloudSsoDescription, cloudSsoSchema } from "../../services/cloud-sso/world.ts";
import {
  type CredentialsUriDescription,
  credentialsUriSchema,
} from "../../services/credentials-uri/world.ts";
import { type EcsInstanceDescription, ecsInstanceSchema } from "../../services/ecs-metadata/world.ts";
import { type OAuthDescription, oauthSchema } from "../../services/oauth/world.ts";
import { type OidcIssuerDescription, oidcIssuerSchema } from "../../services/oidc-issuer/world.ts";
import { type StsDescription, stsSchema } from "../../services/sts/world.ts";
import { type AccountDescription, accountSchema } from "../ram/description.ts";
import { shortestSecret } from "./canaries.ts";

/** Temporary credentials of a role that exist from the start, for tests that need known values. */
export interface SessionDescription {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
  readonly roleArn: string;
  readonly sessionName: string;
  /** Such as `2026-01-07T14:00:00Z`. */
  readonly expiration: string;
}

export const sessionSchema: z.ZodType<SessionDescription> = z
  .strictObject({
    accessKeyId: z.string().startsWith("STS."),
    accessKeySecret: z.string().min(shortestSecret),
    securityToken: z.string().min(shortestSecret),
    roleArn: z.string().describe("A role of this world."),
    sessionName: z.string().min(1),
    expiration: z.iso.datetime(),
  })
  .meta({ id: "Session" });

/** What exists in a simulated cloud; each area has its own file next to this one. */
export interface WorldDescription {
  /** For editors. */
  readonly $schema?: string | undefined;
  readonly accounts: readonly AccountDescription[];
  readonly sessions?: readonly SessionDescription[] | undefined;
  readonly ecsInstances?: readonly EcsInstanceDescription[] | undefined;
  readonly credentialsUri?: CredentialsUriDescription | undefined;
  readonly oidcIssuers?: readonly OidcIssuerDescription[] | undefined;
  readonly sts?: StsDescription | undefined;
  readonly cloudSso?: CloudSsoDescription | undefined;
  readonly oauth?: OAuthDescription | undefined;
}

export const worldSchema: z.ZodType<WorldDescription> = z
  .strictObject({
    $schema: z.string().optional(),
    accounts: z.array(accountSchema).min(1),
    sessions: z.array(sessionSchema).optional().describe("Temporary credentials that exist from the start."),
    ecsInstances: z
      .array(ecsInstanceSchema)
      .optional()
      .describe("Requests to the metadata service come from the first, unless the host name says otherwise."),
    credentialsUri: credentialsUriSchema.optional(),
    oidcIssuers: z.array(oidcIssuerSchema).optional(),
    sts: stsSchema.optional(),
    cloudSso: cloudSsoSchema.optional(),
    oauth: oauthSchema.optional(),
  })
  .meta({ title: "alicred simulated cloud", description: "What exists in a simulated cloud." });

/** JSON Schema (draft 2020-12) of world descriptions; `world.schema.json` holds it for editors. */
export function worldJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(worldSchema, { io: "input" });
}
