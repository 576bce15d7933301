import { hostName } from "../host-name.ts";
import type { World } from "../world/world.ts";
import { createEcsInstance, type EcsInstanceState } from "./instance.ts";

/** The instances of a world. */
export interface EcsInstances {
  /** The one of an id; without an id, the first. */
  find(id?: string): EcsInstanceState | undefined;
  /**
   * The one that a request comes from: where the first label of the host name is an id, as in `i-bp1.localhost`, that
   * one; otherwise the first.
   */
  asking(host: string): EcsInstanceState | undefined;
}

/** @throws `TypeError` when the world describes an instance twice, or one that cannot be. */
export function createEcsInstances(world: World): EcsInstances {
  const instances = new Map<string, EcsInstanceState>();
  for (const description of world.description.ecsInstances ?? []) {
    if (instances.has(description.id))
      throw new TypeError(`the world describes the instance ${description.id} twice`);
    instances.set(description.id, createEcsInstance(world, description));
  }
  const [first] = instances.values();
  return {
    find: (id) => (id === undefined ? first : instances.get(id)),
    asking(host) {
      const [label = ""] = hostName(host).split(".");
      return instances.get(label) ?? (label.startsWith("i-") ? undefined : first);
    },
  };
}
