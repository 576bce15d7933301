/**
 * The OAuth service through which the command line signs in, simulated.
 *
 * @example
 * ```ts
 * import { simulateCloud } from "@alicred/simulators";
 * import { oauthApp } from "@alicred/simulators/oauth";
 *
 * const app = oauthApp(simulateCloud());
 * const reply = await app.request("http://anywhere.example/v1/token", { method: "POST" });
 * ```
 *
 * @module
 */

import type { Hono } from "hono";
import type { CloudBase } from "../../cloud/cloud.ts";
import { defineService, type ServiceDefinition } from "../../cloud/define-service.ts";
import { serviceApp } from "../../cloud/service-app.ts";
import { createOAuth } from "./app.ts";
import { createOAuthControl, type OAuthControl } from "./control.ts";
import { OAUTH_ERRORS } from "./errors.ts";
import { OAUTH_HOSTS } from "./sites.ts";
import { type OAuthWorld, oauthSchema } from "./world.ts";

export type { OAuthControl } from "./control.ts";

/** Members that the OAuth service adds to a cloud. */
export interface OAuthMembers {
  /** The actions of a person at the OAuth authorization page. */
  readonly oauth: OAuthControl;
}

/** The OAuth service through which the command line signs in, at both sites. */
export const oauth: ServiceDefinition<OAuthWorld, OAuthMembers> = defineService({
  name: "oauth",
  hosts: OAUTH_HOSTS,
  paths: ["/oauth2/v1/auth", "/v1/token", "/v1/exchange", "/v1/revoke", "/v1/userinfo"],
  operations: [
    "IssueToken",
    "RefreshToken",
    "Exchange",
    "RevokeToken",
    "GetUserInfo",
    "GetConfiguration",
    "ShowAuthorizePage",
    "DecideOnAuthorization",
  ],
  errors: OAUTH_ERRORS,
  faults: ["expired-credentials", "missing-refresh-token", "refresh-token-replay", "short-access-token"],
  worldSchema: { oauth: oauthSchema.optional() },
  defaultWorld: {},
  create: createOAuth,
  control: (world) => ({ oauth: createOAuthControl(world) }),
});

/**
 * The OAuth service of a cloud, authorization page and token endpoints of both sites: the client tells the site.
 *
 * @param cloud - or a function that returns it, called for each request.
 * @returns an app that answers every request this way, whatever its host:
 * `app.route("/oauth", oauthApp(cloud))`.
 */
export function oauthApp(cloud: CloudBase | (() => CloudBase)): Hono {
  return serviceApp(cloud, "oauth");
}
