import { defineService, type ServiceDefinition } from "../../cloud/define-service.ts";
import { createOAuth } from "./app.ts";
import { createOAuthControl, type OAuthControl } from "./control.ts";
import { oauthErrors } from "./errors.ts";
import { oauthHosts } from "./sites.ts";
import { type OAuthWorld, oauthSchema } from "./world.ts";

/** What the OAuth service adds to a cloud. */
export interface OAuthMembers {
  /** What a person does at the OAuth authorization page. */
  readonly oauth: OAuthControl;
}

/** The OAuth service through which the command line signs in, at both sites. */
export const oauth: ServiceDefinition<OAuthWorld, OAuthMembers> = defineService({
  name: "oauth",
  hosts: oauthHosts,
  paths: ["/oauth2/v1/auth", "/v1/token", "/v1/exchange"],
  operations: ["IssueToken", "RefreshToken", "Exchange", "ShowAuthorizePage", "DecideOnAuthorization"],
  errors: oauthErrors,
  faults: ["expired-credentials", "missing-refresh-token", "refresh-token-replay", "short-access-token"],
  worldSchema: { oauth: oauthSchema.optional() },
  defaultWorld: {},
  create: createOAuth,
  control: (world) => ({ oauth: createOAuthControl(world) }),
});
