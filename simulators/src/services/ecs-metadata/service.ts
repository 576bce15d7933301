import { z } from "zod";
import { defineService, type ServiceDefinition } from "../../cloud/define-service.ts";
import { createEcsMetadata } from "./app.ts";
import { metadataErrors } from "./errors.ts";
import { createEcsInstances, type EcsInstance, ecsMetadataHosts } from "./instance.ts";
import { type EcsWorld, ecsInstanceSchema } from "./world.ts";

/** What the metadata service adds to a cloud. */
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
  hosts: ecsMetadataHosts,
  paths: ["/latest/"],
  operations: ["CreateToken", "GetRoleName", "GetCredentials", "GetMetadata", "GetIdentityDocument"],
  errors: metadataErrors,
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
