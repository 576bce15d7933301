/**
 * Alibaba Cloud's authentication services, simulated: strict, offline, on a clock that tests can turn.
 *
 * @example
 * ```ts
 * import { simulateCloud } from "@alicred/simulators";
 *
 * const cloud = simulateCloud();
 * const { accessKeyId, accessKeySecret } = cloud.accessKey("alice");
 * cloud.faults.add({ kind: "throttling", operation: "AssumeRole", nth: 2 });
 * // … let a client whose host has cloud.fetch and cloud.clock work with the key, then:
 * await cloud.advance("6h");
 * console.log(cloud.journal.print());
 * ```
 *
 * @module
 */
export type { Activity } from "./cloud/clock/activity.ts";
export {
  type Clock,
  createVirtualClock,
  type VirtualClock,
  type VirtualClockOptions,
} from "./cloud/clock/virtual-clock.ts";
export type { CloudBase, CloudSnapshot } from "./cloud/cloud.ts";
export {
  type AnyService,
  defineService,
  type MembersOf,
  type PartsOf,
  type ServiceDefinition,
  type ServiceOptions,
} from "./cloud/define-service.ts";
export type { ErrorNames, ErrorTable } from "./cloud/errors.ts";
export type { Exchange } from "./cloud/exchange.ts";
export { faultCatalogue } from "./cloud/faults/catalogue.ts";
export type { Fault, FaultEntry, FaultKind, FaultParameters, FaultTarget } from "./cloud/faults/fault.ts";
export type { FaultHandle, Faults } from "./cloud/faults/faults.ts";
export { faultScenarios, type ScenarioName } from "./cloud/faults/scenarios.ts";
export { TransportFailure } from "./cloud/faults/transport.ts";
export type { Decision, JournalEntry, JournalFilter } from "./cloud/journal/entry.ts";
export type { Journal } from "./cloud/journal/journal.ts";
export {
  functionInvocation,
  type Invocation,
  type InvocationOptions,
  type PodOptions,
  podVariables,
} from "./cloud/platforms.ts";
export { loadState, type SavedState, saveState } from "./cloud/portable.ts";
export { createRandom, type Random } from "./cloud/random.ts";
export type { ReceivedRequest } from "./cloud/request.ts";
export type { ServiceEnv, ServiceTraits } from "./cloud/service.ts";
export { serviceApp } from "./cloud/service-app.ts";
export type { SharedDescription } from "./cloud/world/description.ts";
export type { World } from "./cloud/world/world.ts";
export type { SimulateCloudOptions } from "./cloud-options.ts";
export type { CloudSsoControl } from "./services/cloud-sso/control.ts";
export type { ConsoleSignIn } from "./services/console/sign-ins.ts";
export type { CredentialsDocument } from "./services/credentials-uri/documents.ts";
export type { EcsInstance, MetadataOptions } from "./services/ecs-metadata/instance.ts";
export type { OAuthControl } from "./services/oauth/control.ts";
export type { OidcIssuer, TokenRequest } from "./services/oidc-issuer/issuer.ts";
export type { SigningKey } from "./services/oidc-issuer/key-ring.ts";
export {
  type DefaultServices,
  defaultServices,
  defaultWorld,
  parseWorld,
  type ReadyWorldName,
  readyWorlds,
  type WorldDescription,
  worldJsonSchema,
  worldSchema,
} from "./services.ts";
export { type Cloud, simulateCloud } from "./simulate-cloud.ts";
