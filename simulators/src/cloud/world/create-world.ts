import type { VirtualClock } from "../clock/virtual-clock.ts";
import { createFaults } from "../faults/faults.ts";
import { createJournal } from "../journal/journal.ts";
import { createRandom, type Random } from "../random.ts";
import { parseDescription, type ServiceSet } from "../service-set.ts";
import { createCanaries } from "./canaries.ts";
import { type CredentialRegistry, createCredentialRegistry } from "./credentials.ts";
import type { SharedDescription } from "./description.ts";
import { createDirectory, type Directory } from "./directory.ts";
import { createWorldState } from "./state.ts";
import type { World } from "./world.ts";

/** Options of {@link createWorld}. */
export interface WorldOptions {
  readonly clock: VirtualClock;
  readonly seed: number | string;
  readonly set: ServiceSet;
  /** Default: the default world of the services. */
  readonly description: object | undefined;
  readonly serverClockOffsetMs: number;
  readonly journalLimit: number;
}

/** @throws `TypeError` that says what is wrong with the description. */
export function createWorld(options: WorldOptions): World {
  const { clock, serverClockOffsetMs, set } = options;
  const seed = String(options.seed);
  // Tests hold that the default world is well formed; to find it out again would be most of the time that a first world
  // takes.
  const { description: asked = set.defaultWorld } = options;
  const description = asked === set.defaultWorld ? set.defaultWorld : parseDescription(set, asked);
  const state = createWorldState();
  const randoms = new Map<string, Random>();
  const used = new Map<unknown, unknown>();

  function random(name: string): Random {
    const known = randoms.get(name);
    if (known) return known;
    const made = createRandom(`${seed}:${name}`);
    randoms.set(name, made);
    state.add(`random:${name}`, {
      snapshot: () => made.state(),
      restore: (saved) => made.restore(saved as readonly number[]),
    });
    return made;
  }

  const canaries = createCanaries(random("canaries"));
  const directory = createDirectory(description, canaries, random("access keys"), (accountId) =>
    set.services.flatMap((service) => service.provisionedRoles?.(description, accountId) ?? []),
  );
  const { registry, state: issued } = createCredentialRegistry(seed, random("credentials"), canaries);
  const services = set.services.map((service) => ({
    ...service,
    operations: [...service.operations, ...(service.worldOperations?.(description) ?? [])],
  }));
  const { faults, strike, strikeWithin, state: faultState } = createFaults(seed, services);
  const {
    journal,
    record,
    state: journalState,
  } = createJournal(options.journalLimit, canaries.redact, services);
  adoptSessions(description, directory, registry);
  state.add("canaries", canaries);
  state.add("credentials", issued);
  state.add("faults", faultState);
  state.add("journal", journalState);
  state.add("access keys", directory.keyState);

  const world: World = {
    description,
    clock,
    serverClockOffsetMs,
    directory,
    credentials: registry,
    canaries,
    oidcIssuers: new Map(),
    faults,
    journal,
    state,
    random,
    use<T>(create: (world: World) => T): T {
      if (!used.has(create)) used.set(create, create(world));
      return used.get(create) as T;
    },
    strike,
    strikeWithin,
    record,
  };
  return world;
}

function adoptSessions(
  world: SharedDescription,
  directory: Directory,
  credentials: CredentialRegistry,
): void {
  for (const session of world.sessions ?? []) {
    const role = directory.role(session.roleArn);
    if (role === undefined)
      throw new TypeError(`the world has no role ${session.roleArn}, which a session names`);
    credentials.adopt({
      accessKeyId: session.accessKeyId,
      accessKeySecret: session.accessKeySecret,
      securityToken: session.securityToken,
      expiresAtMs: Date.parse(session.expiration),
      principal: {
        type: "AssumedRoleUser",
        accountId: role.accountId,
        roleName: role.name,
        roleId: role.id,
        sessionName: session.sessionName,
      },
      sessionPolicy: undefined,
      issuedBy: "world",
    });
  }
}
