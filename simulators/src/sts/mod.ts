/**
 * The security token service, simulated.
 * @module
 */
import type { Hono } from "hono";
import type { Cloud } from "../cloud.ts";
import { serviceApp } from "../service/service-app.ts";

/**
 * The security token service of a cloud, at `/`.
 *
 * @param cloud - or what gives it, asked for each request.
 * @returns an app that answers every request so, whatever its host:
 * `app.route("/sts", stsApp(cloud))`.
 */
export function stsApp(cloud: Cloud | (() => Cloud)): Hono {
  return serviceApp(cloud, "sts");
}
