/**
 * The OAuth service through which the command line signs in, simulated.
 * @module
 */
import type { Hono } from "hono";
import type { CloudBase } from "../../cloud/cloud.ts";
import { serviceApp } from "../../cloud/service-app.ts";

export type { OAuthControl } from "./control.ts";

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
