import { z } from "zod";
import { type AccountDescription, accountSchema } from "./account.ts";
import { type CloudSsoDescription, cloudSsoSchema } from "./cloud-sso.ts";
import { type CredentialsUriDescription, credentialsUriSchema } from "./credentials-uri.ts";
import { type EcsInstanceDescription, ecsInstanceSchema } from "./ecs-instance.ts";
import { type OAuthDescription, oauthSchema } from "./oauth.ts";
import { type OidcIssuerDescription, oidcIssuerSchema } from "./oidc-issuer.ts";
import { type SessionDescription, sessionSchema } from "./session.ts";
import { type StsDescription, stsSchema } from "./sts.ts";

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
