import type { JSONWebKeySet } from "jose";
import type { VirtualClock } from "../clock/virtual-clock.ts";
import type { Fault, FaultKind, FaultOf, FaultSubject } from "../faults/fault.ts";
import type { Faults } from "../faults/faults.ts";
import type { JournalRecord } from "../journal/entry.ts";
import type { Journal } from "../journal/journal.ts";
import type { Random } from "../random.ts";
import type { Canaries } from "./canaries.ts";
import type { CredentialRegistry } from "./credentials.ts";
import type { SharedDescription } from "./description.ts";
import type { Directory } from "./directory.ts";
import type { WorldState } from "./state.ts";

/**
 * Everything that the services of one simulated cloud share. Nothing is kept outside it. `Part` is what a service knows
 * of the description beside the accounts.
 */
export interface World<Part extends object = object> {
  readonly description: SharedDescription & Part;
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
   * Returns the state of a service, made when first asked for: `world.use(createThing)` gives the same thing everywhere in this
   * world.
   */
  use<T>(create: (world: World<Part>) => T): T;
  strike(subject: FaultSubject): readonly Fault[];
  strikeWithin<K extends FaultKind>(kind: K, subject: FaultSubject): FaultOf<K> | undefined;
  /** Adds to the journal; secrets in it are replaced by the names of their owners. */
  record(entry: JournalRecord): void;
}
