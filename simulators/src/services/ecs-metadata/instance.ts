import { checkNames } from "../../cloud/names.ts";
import { evaluateTrust } from "../../cloud/ram/evaluate.ts";
import type { Principal } from "../../cloud/ram/principal.ts";
import { hostName } from "../../cloud/request.ts";
import {
  createSessionRotation,
  type SessionRotation,
  sessionPrincipal,
} from "../../cloud/session-rotation.ts";
import { createThrottle, type Throttle } from "../../cloud/throttle.ts";
import type { Role } from "../../cloud/world/directory.ts";
import type { World } from "../../cloud/world/world.ts";
import { factsOf, type InstanceFacts } from "./facts.ts";
import { createMetadataTokens, type MetadataTokens } from "./tokens.ts";
import type { EcsInstanceDescription, EcsWorld } from "./world.ts";

/** Where every instance finds its metadata, by plain HTTP alone. */
export const ECS_METADATA_HOSTS: readonly string[] = ["100.100.100.200"];

/**
 * How the metadata of an instance can be reached:
 * https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-modifyinstancemetadataoptions
 */
export interface MetadataOptions {
  readonly httpEndpoint: "enabled" | "disabled";
  /** `required` is the hardened mode: no metadata without a token. */
  readonly httpTokens: "optional" | "required";
}

/** An ECS instance, for tests to act on. */
export interface EcsInstance {
  readonly id: string;
  readonly accountId: string;
  /** Name of the attached role, if there is one. */
  roleName(): string | undefined;
  /**
   * Attaches another role, or none. Credentials of the old one stay good until they expire.
   *
   * @throws `TypeError` when the account has no such role, or it does not trust ECS.
   */
  setRole(name: string | undefined): void;
  metadataOptions(): MetadataOptions;
  /** @throws `TypeError` for unknown options and invalid values. */
  setMetadataOptions(options: Partial<MetadataOptions>): void;
  /** New credentials now, ahead of their time; the old ones stay good until they expire. */
  rotateCredentials(): void;
}

/** The same with what the metadata service needs. */
export interface EcsInstanceState extends EcsInstance {
  readonly description: EcsInstanceDescription;
  /** The network, the disk and everything else that is not of its role. */
  readonly facts: InstanceFacts;
  readonly tokens: MetadataTokens;
  readonly throttle: Throttle;
  readonly sessions: SessionRotation;
  /** The role of this name, if the instance could have it. */
  ecsRole(name: string): Role | undefined;
  principal(role: Role): Principal;
}

const DEFAULT_REQUESTS_PER_MINUTE = 6000;
const DEFAULT_SESSION_SECONDS = 21_600;
const DEFAULT_ROTATE_BEFORE_EXPIRY_SECONDS = 3600;
const METADATA_OPTION_VALUES: Readonly<Record<keyof MetadataOptions, readonly string[]>> = {
  httpEndpoint: ["enabled", "disabled"],
  httpTokens: ["optional", "required"],
};

/**
 * @throws `TypeError` when the description names an account or a role that does not exist, or a role that does not
 * trust ECS.
 */
function createEcsInstance(world: World<EcsWorld>, description: EcsInstanceDescription): EcsInstanceState {
  const { id, metadata = {} } = description;
  const [firstAccount] = world.description.accounts;
  const accountId = description.accountId ?? firstAccount?.id ?? "";
  if (!world.description.accounts.some((account) => account.id === accountId))
    throw new TypeError(`the world has no account ${accountId}, which the instance ${id} names`);
  const { sessionSeconds = DEFAULT_SESSION_SECONDS } = metadata;
  const { rotateBeforeExpirySeconds = DEFAULT_ROTATE_BEFORE_EXPIRY_SECONDS } = metadata;
  const { throttle, state } = createThrottle(metadata.requestsPerMinute ?? DEFAULT_REQUESTS_PER_MINUTE);
  world.state.add(`ecs-metadata:${id}:throttle`, state);
  const sessions = createSessionRotation(world, {
    name: `ecs-metadata:${id}:sessions`,
    issuedBy: "ecs-metadata:GetCredentials",
    lifetimeMs: sessionSeconds * 1000,
    overlapMs: rotateBeforeExpirySeconds * 1000,
  });
  let role = attachable(description.roleName);
  let options: MetadataOptions = {
    httpEndpoint: metadata.httpEndpoint ?? "enabled",
    httpTokens: metadata.httpTokens ?? "optional",
  };
  world.state.add(`ecs-metadata:${id}`, {
    snapshot: () => ({ role, options }),
    restore(saved) {
      ({ role, options } = saved as { role: typeof role; options: MetadataOptions });
    },
  });

  function ecsRole(name: string): Role | undefined {
    const found = world.directory.role(`acs:ram::${accountId}:role/${name}`);
    return found && trustsEcs(found) ? found : undefined;
  }

  function attachable(name: string | undefined): Role | undefined {
    if (name === undefined) return undefined;
    const found = ecsRole(name);
    if (found !== undefined) return found;
    throw new TypeError(
      `the instance ${id} cannot have the role ${name}: account ${accountId} has no role of this name that trusts ecs.aliyuncs.com`,
    );
  }

  return {
    id,
    accountId,
    description,
    get facts() {
      return factsOf(description, accountId);
    },
    tokens: createMetadataTokens(world, id),
    throttle,
    sessions,
    ecsRole,
    principal: (of) => sessionPrincipal(of, `vm-ram-${id}`),
    roleName: () => role?.name,
    setRole(name) {
      role = attachable(name);
      sessions.rotate();
    },
    metadataOptions: () => options,
    setMetadataOptions(changes) {
      checkMetadataOptions(changes);
      const { httpEndpoint = options.httpEndpoint, httpTokens = options.httpTokens } = changes;
      options = { httpEndpoint, httpTokens };
    },
    rotateCredentials: () => sessions.rotate(),
  };
}

function checkMetadataOptions(changes: Partial<MetadataOptions>): void {
  checkNames("the metadata of an instance", changes, Object.keys(METADATA_OPTION_VALUES));
  for (const [name, values] of Object.entries(METADATA_OPTION_VALUES)) {
    const value = changes[name as keyof MetadataOptions];
    if (value !== undefined && !values.includes(value))
      throw new TypeError(`${name} is ${values.join(" or ")}, not ${JSON.stringify(value)}`);
  }
}

/** RAM refuses to attach other roles to an instance. */
function trustsEcs(role: Role): boolean {
  return evaluateTrust(role.trustPolicy, {
    action: "sts:AssumeRole",
    principalType: "Service",
    principals: ["ecs.aliyuncs.com"],
    facts: () => ({}),
  }).allowed;
}

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
export function createEcsInstances(world: World<EcsWorld>): EcsInstances {
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
