/**
 * The instance metadata service of ECS, simulated.
 *
 * @example
 * ```ts
 * import { simulateCloud } from "@alicred/simulators";
 * import { ecsMetadataApp } from "@alicred/simulators/ecs-metadata";
 *
 * const app = ecsMetadataApp(simulateCloud());
 * const reply = await app.request("http://anywhere.example/latest/meta-data/region-id");
 * ```
 *
 * @module
 */

import type { Hono } from "hono";
import { z } from "zod";
import type { CloudBase } from "../../cloud/cloud.ts";
import { defineService, type ServiceDefinition } from "../../cloud/define-service.ts";
import { serviceApp } from "../../cloud/service-app.ts";
import { createEcsMetadata } from "./app.ts";
import { METADATA_ERRORS } from "./errors.ts";
import { createEcsInstances, ECS_METADATA_HOSTS, type EcsInstance } from "./instance.ts";
import { type EcsWorld, ecsInstanceSchema } from "./world.ts";

export type { EcsInstance, MetadataOptions } from "./instance.ts";

/** Members that the metadata service adds to a cloud. */
export interface EcsMembers {
  /**
   * An ECS instance by its id; without one, the first.
   *
   * @throws `TypeError` when the world has no such instance.
   */
  ecsInstance(id?: string): EcsInstance;
}

/** The instance metadata service of ECS. */
export const ecsMetadata: ServiceDefinition<EcsWorld, EcsMembers> = defineService({
  name: "ecs-metadata",
  hosts: ECS_METADATA_HOSTS,
  paths: ["/latest/", "/2016-01-01/"],
  operations: ["CreateToken", "GetRoleName", "GetCredentials", "GetMetadata", "GetIdentityDocument"],
  errors: METADATA_ERRORS,
  faults: ["expired-credentials", "token-rejected", "stale-metadata", "role-name-change"],
  worldSchema: {
    ecsInstances: z
      .array(ecsInstanceSchema)
      .optional()
      .describe("Requests to the metadata service come from the first, unless the host name says otherwise."),
  },
  defaultWorld: { ecsInstances: [{ id: "i-bp10simulated00000001", roleName: "ecs-app" }] },
  create: createEcsMetadata,
  control: (world) => ({
    ecsInstance(id) {
      const instance = world.use(createEcsInstances).find(id);
      if (instance === undefined) throw new TypeError(`the world has no ECS instance ${id ?? "at all"}`);
      return instance;
    },
  }),
});

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
