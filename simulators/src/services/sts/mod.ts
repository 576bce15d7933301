/**
 * The security token service, simulated.
 * @module
 */
import type { Hono } from "hono";
import type { CloudBase } from "../../cloud/cloud.ts";
import { serviceApp } from "../../cloud/service-app.ts";

/**
 * The security token service of a cloud, at `/`.
 *
 * @param cloud - or a function that returns it, called for each request.
 * @returns an app that answers every request this way, whatever its host:
 * `app.route("/sts", stsApp(cloud))`.
 */
export function stsApp(cloud: CloudBase | (() => CloudBase)): Hono {
  return serviceApp(cloud, "sts");
}
