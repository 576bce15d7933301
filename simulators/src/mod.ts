/**
 * Alibaba Cloud's authentication services, simulated: strict, offline, on a clock that tests can turn.
 * @module
 */
export type { Activity } from "./cloud/clock/activity.ts";
export {
  type Clock,
  createVirtualClock,
  type VirtualClock,
  type VirtualClockOptions,
} from "./cloud/clock/virtual-clock.ts";
export type { Cloud, CloudSnapshot, SimulateCloudOptions } from "./cloud/cloud.ts";
export { type FaultKind, type FaultParameters, faultCatalogue } from "./cloud/faults/catalogue.ts";
export type { Fault, FaultHandle, Faults, FaultTarget } from "./cloud/faults/faults.ts";
export { faultScenarios, type ScenarioName } from "./cloud/faults/scenarios.ts";
export { TransportFailure } from "./cloud/faults/transport.ts";
export type { Decision, Journal, JournalEntry, JournalFilter } from "./cloud/journal/journal.ts";
export { createRandom, type Random } from "./cloud/random.ts";
export { defaultWorld } from "./cloud/world/default-world.ts";
export { type WorldDescription, worldJsonSchema, worldSchema } from "./cloud/world/description.ts";
export type { World } from "./cloud/world/world.ts";
export { parseWorld } from "./cloud/world/world.ts";
export type { CloudSsoControl } from "./services/cloud-sso/control.ts";
export type { CredentialsDocument } from "./services/credentials-uri/documents.ts";
export type { EcsInstance, MetadataOptions } from "./services/ecs-metadata/instance.ts";
export type { OAuthControl } from "./services/oauth/control.ts";
export type { OidcIssuer, TokenRequest } from "./services/oidc-issuer/issuer.ts";
export type { SigningKey } from "./services/oidc-issuer/key-ring.ts";
export { simulateCloud } from "./simulate-cloud.ts";
