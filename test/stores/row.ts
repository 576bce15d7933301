import type { SessionStore } from "@alicred/shared-cache";
import type { Member, MemberOptions } from "./member.ts";

/** A store in the matrix: how it is started, and how it fails. */
export interface Row {
  /** The name of the store. */
  readonly name: string;
  /**
   * Starts what the store needs.
   *
   * @throws {MissingError} when it is not on this machine
   */
  start(): Promise<World>;
}

/** A row lacks what it needs: reported, and a failure in CI, unless CI does not install it. */
export class MissingError extends Error {
  readonly isInCi: boolean;

  /** @param isInCi whether `.ci/run` installs it */
  constructor(message: string, isInCi = true) {
    super(message);
    this.isInCi = isInCi;
  }
}

/** A store that has been started, and the processes around it. */
export interface World {
  /** Starts a process, or an isolate, with a resolver and a connection of its own. */
  member(options: MemberOptions): Promise<ProcessMember>;
  /** Makes the store unreachable, until the returned function is called. */
  down(options: MemberOptions): Promise<() => Promise<void>>;
  /** Makes the store stand still, until the returned function is called. */
  slow(options: MemberOptions): Promise<() => Promise<void>>;
  /** All that lies in the store, as text. */
  dump(): Promise<string>;
  /** A client in this process, for the contract; absent where the store is only reached from elsewhere. */
  readonly client?: (() => SessionStore) | undefined;
  /**
   * By how much the clocks of three processes are wrong. Where all share one machine's clock, it is the same for all.
   */
  readonly skewsMs: readonly [number, number, number];
  /** Whether members are processes of their own, for the proofs that take many of them. */
  readonly hasProcesses: boolean;
  /** How many members can be there at once, where they are isolates of one process. */
  readonly isolates?: number | undefined;
  /** Disturbs the store in the middle of work, in ways of its own: each with a name, and over when it returns. */
  readonly disturbances?: Readonly<Record<string, () => Promise<void>>> | undefined;
  close(): Promise<void>;
}

export interface ProcessMember extends Member {
  /** Begins anew, with an empty cache and other settings. */
  reopen(options: MemberOptions): Promise<void>;
  /** Ends it at once, as `kill -9` does. */
  kill(): void;
}

const HOUR_MS = 3_600_000;

/** Clocks that differ by hours. */
export const DIFFERENT_CLOCKS: World["skewsMs"] = [0, 2 * HOUR_MS, -2 * HOUR_MS];
/** One clock, which is wrong by hours. */
export const ONE_WRONG_CLOCK: World["skewsMs"] = [2 * HOUR_MS, 2 * HOUR_MS, 2 * HOUR_MS];
