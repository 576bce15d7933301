/**
 * The sign-in portal of CloudSSO, simulated.
 * @module
 */
import type { Hono } from "hono";
import type { CloudBase } from "../../cloud/cloud.ts";
import { serviceApp } from "../../cloud/service-app.ts";

export type { CloudSsoControl } from "./control.ts";

/**
 * The sign-in portal of a cloud: device authorization, its page, assignments and credentials.
 *
 * @param cloud - or a function that returns it, called for each request.
 * @returns an app that answers every request this way, whatever its host:
 * `app.route("/cloud-sso", cloudSsoApp(cloud))`.
 */
export function cloudSsoApp(cloud: CloudBase | (() => CloudBase)): Hono {
  return serviceApp(cloud, "cloud-sso");
}
