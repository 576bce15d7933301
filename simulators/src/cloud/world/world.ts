import type { JSONWebKeySet } from "jose";
import type { VirtualClock } from "../clock/virtual-clock.ts";
import { explain } from "../explain.ts";
import type { FaultKind } from "../faults/catalogue.ts";
import { createFaults, type Fault, type FaultOf, type FaultSubject, type Faults } from "../faults/faults.ts";
import { createJournal, type Journal, type JournalRecord } from "../journal/journal.ts";
import { createRandom, type Random } from "../random.ts";
import { type Canaries, createCanaries } from "./canaries.ts";
import { type CredentialRegistry, createCredentialRegistry } from "./credentials.ts";
import { defaultWorld } from "./default-world.ts";
import { type WorldDescription, worldSchema } from "./description.ts";
import { createDirectory, type Directory } from "./directory.ts";
import { createWorldState, type WorldState } from "./state.ts";

/** Everything that the services of one simulated cloud share. Nothing is kept outside it. */
export interface World {
  readonly description: WorldDescription;
  readonly clock: VirtualClock;
  /** Added to the clock for everything that a server says or checks. */
  readonly serverClockOffsetMs: number;
  readonly directory: Directory;
  readonly credentials: CredentialRegistry;
  readonly canaries: Canaries;
  /** Current key sets of simulated OIDC issuers, by issuer URL; the issuer's service adds itself. */
  readonly oidcIssuers: Map<string, () => JSONWebKeySet>;
  readonly faults: Faults;
  readonly journal: Journal;
  /** Where a service registers what it keeps, so that `snapshot`, `restore` and `reset` reach it. */
  readonly state: WorldState;
  /**
   * A random sequence of this name, part of the state. Services take their own, so that they do not disturb each other.
   */
  random(name: string): Random;
  /**
   * What a service keeps, made when first asked for: `world.use(createThing)` gives the same thing everywhere in this
   * world.
   */
  use<T>(create: (world: World) => T): T;
  strike(subject: FaultSubject): readonly Fault[];
  strikeWithin<K extends FaultKind>(kind: K, subject: FaultSubject): FaultOf<K> | undefined;
  /** Adds to the journal; secrets in it are replaced by the names of their owners. */
  record(entry: JournalRecord): void;
}

/** Options of {@link createWorld}. */
export interface WorldOptions {
  readonly clock: VirtualClock;
  readonly seed: number | string;
  readonly description: WorldDescription;
  readonly serverClockOffsetMs: number;
  readonly journalLimit: number;
}

/** @throws `TypeError` that says what is wrong with the description. */
export function createWorld(options: WorldOptions): World {
  const { clock, serverClockOffsetMs } = options;
  const seed = String(options.seed);
  // Tests hold that the default world is well formed; to find it out again would be most of the time that a first world
  // takes.
  const description = options.description === defaultWorld ? defaultWorld : parseWorld(options.description);
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
  const directory = createDirectory(description, canaries);
  const { registry, state: issued } = createCredentialRegistry(seed, random("credentials"), canaries);
  const { faults, strike, strikeWithin, state: faultState } = createFaults(seed);
  const { journal, record, state: journalState } = createJournal(options.journalLimit, canaries.redact);
  adoptSessions(description, directory, registry);
  state.add("canaries", canaries);
  state.add("credentials", issued);
  state.add("faults", faultState);
  state.add("journal", journalState);
  state.add("access keys", {
    snapshot: () => new Map(directory.accessKeys().map((key) => [key.id, key.active])),
    restore(saved) {
      const active = saved as ReadonlyMap<string, boolean>;
      for (const key of directory.accessKeys()) key.active = active.get(key.id) ?? key.active;
    },
  });

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

/** A checked world description. */
export function parseWorld(description: unknown): WorldDescription {
  const { data, error } = worldSchema.safeParse(description);
  if (error) throw new TypeError(`the world description does not hold:\n${explain(error)}`);
  return data;
}

function adoptSessions(world: WorldDescription, directory: Directory, credentials: CredentialRegistry): void {
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
