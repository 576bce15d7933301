import { z } from "zod";
import type { AnyService, PartsOf } from "./cloud/define-service.ts";
import { createServiceSet, parseDescription, type ServiceSet } from "./cloud/service-set.ts";
import type { SharedDescription } from "./cloud/world/description.ts";
import { cloudSso } from "./services/cloud-sso/mod.ts";
import { consoleSignIn } from "./services/console/mod.ts";
import { credentialsUri } from "./services/credentials-uri/mod.ts";
import { ecsMetadata } from "./services/ecs-metadata/mod.ts";
import { oauth } from "./services/oauth/mod.ts";
import { oidcIssuer } from "./services/oidc-issuer/mod.ts";
import { openApi } from "./services/openapi/mod.ts";
import { oss } from "./services/oss/mod.ts";
import { sts } from "./services/sts/mod.ts";

/** The services of a cloud, unless it is given others. */
export const defaultServices: readonly [
  typeof sts,
  typeof ecsMetadata,
  typeof oidcIssuer,
  typeof credentialsUri,
  typeof cloudSso,
  typeof oauth,
  typeof consoleSignIn,
  typeof oss,
  typeof openApi,
] = [sts, ecsMetadata, oidcIssuer, credentialsUri, cloudSso, oauth, consoleSignIn, oss, openApi];

/** Types of {@link defaultServices}. */
export type DefaultServices = typeof defaultServices;

/** Description of a simulated cloud: accounts, and what each service lets a world say. */
export type WorldDescription<Services extends readonly AnyService[] = DefaultServices> = SharedDescription &
  PartsOf<Services>;

/** The default services, and the worlds that they can be in. */
export const defaultSet: ServiceSet = createServiceSet(defaultServices);

/** The world without a description. */
export const defaultWorld: WorldDescription = defaultSet.defaultWorld;

/** Name of one of the {@link readyWorlds}. */
export type ReadyWorldName = "hardened-metadata" | "vpc-only-sts";

/**
 * Worlds for what clients often stumble over: instances whose metadata cannot be read without a token, and a network
 * from which only the hosts of STS within a VPC can be reached.
 */
export const readyWorlds: Readonly<Record<ReadyWorldName, WorldDescription>> = {
  "hardened-metadata": {
    ...defaultWorld,
    ecsInstances: defaultWorld.ecsInstances?.map((one) => ({ ...one, metadata: { httpTokens: "required" } })),
  },
  "vpc-only-sts": { ...defaultWorld, sts: { network: "vpc" } },
};

/** Schema of world descriptions. */
export const worldSchema: z.ZodType<WorldDescription> = defaultSet.schema;

/**
 * A checked world description.
 *
 * @throws `TypeError` that says what is wrong where.
 */
export function parseWorld(description: unknown): WorldDescription {
  return parseDescription(defaultSet, description);
}

/** JSON Schema (draft 2020-12) of world descriptions; `world.schema.json` holds it for editors. */
export function worldJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(worldSchema, { io: "input" });
}
