/**
 * The instance metadata service of ECS, simulated.
 * @module
 */
export { createEcsMetadata } from "./app.ts";
export type { EcsInstance, MetadataOptions } from "./instance.ts";
