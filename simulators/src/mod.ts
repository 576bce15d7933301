/**
 * Alibaba Cloud's authentication services, simulated: strict, offline, on a clock that tests can turn.
 * @module
 */
export type { Activity } from "./clock/activity.ts";
export {
  type Clock,
  createVirtualClock,
  type VirtualClock,
  type VirtualClockOptions,
} from "./clock/virtual-clock.ts";
export type { Cloud, CloudSnapshot, SimulateCloudOptions } from "./cloud.ts";
export type { CloudSsoControl } from "./cloud-sso/control.ts";
export type { CredentialsDocument } from "./credentials-uri/documents.ts";
export type { EcsInstance, MetadataOptions } from "./ecs-metadata/instance.ts";
export { type FaultKind, type FaultParameters, faultCatalogue } from "./faults/catalogue.ts";
export type { Fault, FaultHandle, Faults, FaultTarget } from "./faults/faults.ts";
export { faultScenarios, type ScenarioName } from "./faults/scenarios.ts";
export { TransportFailure } from "./faults/transport.ts";
export type { Decision, Journal, JournalEntry, JournalFilter } from "./journal/journal.ts";
export type { OAuthControl } from "./oauth/control.ts";
export type { OidcIssuer, TokenRequest } from "./oidc-issuer/issuer.ts";
export type { SigningKey } from "./oidc-issuer/key-ring.ts";
export { createRandom, type Random } from "./random.ts";
export { simulateCloud } from "./simulate-cloud.ts";
export { defaultWorld } from "./world/default-world.ts";
export { worldJsonSchema } from "./world/json-schema.ts";
export { type WorldDescription, worldSchema } from "./world/schema/mod.ts";
export type { World } from "./world/world.ts";
export { parseWorld } from "./world/world.ts";
