/**
 * The instance metadata service of ECS, simulated.
 * @module
 */
import type { Hono } from "hono";
import type { CloudBase } from "../../cloud/cloud.ts";
import { serviceApp } from "../../cloud/service-app.ts";

export type { EcsInstance, MetadataOptions } from "./instance.ts";

/**
 * The metadata service of a cloud, at `/latest/…`. A request comes from the instance named by the first label of its
 * host name, otherwise from the first.
 *
 * @param cloud - or a function that returns it, called for each request.
 * @returns an app that answers every request this way, whatever its host:
 * `app.route("/ecs-metadata", ecsMetadataApp(cloud))`.
 */
export function ecsMetadataApp(cloud: CloudBase | (() => CloudBase)): Hono {
  return serviceApp(cloud, "ecs-metadata");
}
