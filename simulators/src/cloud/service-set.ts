import { z } from "zod";
import type { AnyService } from "./define-service.ts";
import { explain } from "./explain.ts";
import { DEFAULT_ACCOUNTS } from "./world/default-accounts.ts";
import { type SharedDescription, sharedShape } from "./world/description.ts";

/** Some services, and the worlds that they can be in. */
export interface ServiceSet {
  readonly services: readonly AnyService[];
  /** Schema of the descriptions of worlds. */
  readonly schema: z.ZodType<SharedDescription>;
  readonly defaultWorld: SharedDescription;
}

/** @throws `TypeError` for two services of one name, or two that use one name in worlds. */
export function createServiceSet(services: readonly AnyService[]): ServiceSet {
  const shape: Record<string, z.ZodType> = { ...sharedShape };
  const defaultWorld: Record<string, unknown> = { ...DEFAULT_ACCOUNTS };
  const names = new Set<string>();
  for (const service of services) {
    if (names.has(service.name)) throw new TypeError(`there are two services named ${service.name}`);
    names.add(service.name);
    for (const [name, schema] of Object.entries(service.worldSchema)) {
      if (Object.hasOwn(shape, name))
        throw new TypeError(`the world's ${name} belongs to two services, ${service.name} is one of them`);
      shape[name] = schema;
    }
    Object.assign(defaultWorld, service.defaultWorld);
  }
  return {
    services,
    schema: z.strictObject(shape).meta({
      title: "alicred simulated cloud",
      description: "What exists in a simulated cloud.",
    }) as unknown as z.ZodType<SharedDescription>,
    defaultWorld: defaultWorld as unknown as SharedDescription,
  };
}

/** A checked world description. @throws `TypeError` that says what is wrong where. */
export function parseDescription({ schema }: ServiceSet, description: unknown): SharedDescription {
  const { data, error } = schema.safeParse(description);
  if (error) throw new TypeError(`the world description does not hold:\n${explain(error)}`);
  return data;
}
