import type { z } from "zod";
import { type ErrorNames, type ErrorTable, namesOf } from "./errors.ts";
import type { FaultedService, FaultKind } from "./faults/fault.ts";
import type { RoleDescription } from "./ram/description.ts";
import type { ReceivedRequest } from "./request.ts";
import type { ServiceTraits } from "./service.ts";
import type { SharedDescription } from "./world/description.ts";
import type { World } from "./world/world.ts";

/** Schemas of the members that a service adds to the description of a world. */
export type WorldShape<Part extends object> = { readonly [K in keyof Part]-?: z.ZodType<Part[K]> };

/**
 * Everything that a cloud needs to know of a service. `Part` is what a world may say about it, `Members` what it adds to
 * the cloud for tests to act on.
 */
export interface ServiceOptions<Part extends object, Members extends object> {
  /** Kebab case. Also the path prefix at a local host, as in `http://127.0.0.1:8080/sts/`. */
  readonly name: string;
  /** Real host names, without a port. */
  readonly hosts: readonly string[];
  /** More host names, from the description of the world. */
  worldHosts?(description: SharedDescription & Part): readonly string[];
  /** Hosts at which it has its {@link paths} and another service, if there is one of that host, all others. */
  readonly sharedHosts?: readonly string[];
  /** Whether a host name, in lower case, is one of its own that cannot be listed, such as one for each bucket. */
  ownsHost?(name: string): boolean;
  /**
   * Paths that no other service has, answered at a local host also without the prefix: for clients that keep only
   * scheme and host of an address. One that ends in `/` stands for all below it.
   */
  readonly paths?: readonly string[];
  /** Whether a request for a path of a local host that is nobody's looks like one for this service. The first to say so gets it. */
  claims?(received: ReceivedRequest): boolean;
  /** As `identify` tells them, and the journal has them. */
  readonly operations: readonly string[];
  /** More operations, from the description of the world. */
  worldOperations?(description: SharedDescription & Part): readonly string[];
  readonly errors: ErrorTable;
  /** How faults name its errors. Default: by the names in the table. */
  readonly errorNames?: ErrorNames;
  /** Faults of the stage `service` that it can cause. Default none. */
  readonly faults?: readonly FaultKind[];
  /** Longest body of a request; a longer one is refused with 413. Default 4 MiB. */
  readonly maxBodyBytes?: number;
  /** Schemas of what a world may say about the service, by the names in the world. */
  readonly worldSchema: WorldShape<Part>;
  /** The service's part of the default world. */
  readonly defaultWorld: NoInfer<Part>;
  /** RAM roles that the service provisions in an account. */
  provisionedRoles?(description: SharedDescription & Part, accountId: string): readonly RoleDescription[];
  /** @throws `TypeError` when the world says what cannot be. */
  create(world: World<Part>): ServiceTraits;
  /** Returns the means for tests to act on it, as members of the cloud. */
  control?(world: World<Part>): Members;
}

/** A service as {@link defineService} makes it. */
export interface ServiceDefinition<Part extends object = object, Members extends object = object>
  extends Omit<ServiceOptions<Part, Members>, "errors" | "errorNames" | "faults">,
    FaultedService {
  readonly errorTable: ErrorTable;
}

/** Any service. */
export type AnyService = ServiceDefinition<object, object>;

/** The parts of worlds' descriptions that concern some services. */
export type PartsOf<Services extends readonly AnyService[]> = Joined<
  Services[number] extends infer One
    ? One extends ServiceDefinition<infer Part, object>
      ? Part
      : never
    : never
>;

/** Members that some services add to a cloud. */
export type MembersOf<Services extends readonly AnyService[]> = Joined<
  Services[number] extends infer One
    ? One extends ServiceDefinition<object, infer Members>
      ? Members
      : never
    : never
>;

/** A type that is each of a union's. */
type Joined<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All extends object
    ? All
    : object
  : object;

/**
 * Defines a service for `simulateCloud({ services })`: faults, journal, world schema, routes and control API follow
 * from what is said here.
 *
 * @throws `TypeError` for a name that is not in kebab case.
 */
export function defineService<Part extends object = object, Members extends object = object>(
  options: ServiceOptions<Part, Members>,
): ServiceDefinition<Part, Members> {
  const { errors, errorNames = namesOf(errors), faults = [], ...rest } = options;
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(rest.name))
    throw new TypeError(`the name of a service must be in kebab case: got ${JSON.stringify(rest.name)}`);
  return { ...rest, faults, errors: errorNames, errorTable: errors };
}
