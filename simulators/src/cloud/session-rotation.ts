import { type Principal, principalArn } from "./ram/principal.ts";
import type { TemporaryCredentials } from "./world/credentials.ts";
import type { Role } from "./world/directory.ts";
import type { StatePart } from "./world/state.ts";
import type { World } from "./world/world.ts";

/** A session that a service keeps on behalf of clients. */
export interface HeldSession extends TemporaryCredentials {
  readonly securityToken: string;
  readonly lastUpdatedMs: number;
}

/** Options of {@link createSessionRotation}. */
export interface SessionRotationOptions {
  /** Name of the part of the world's state. */
  readonly name: string;
  /** Service and operation that give the sessions out. */
  readonly issuedBy: string;
  readonly lifetimeMs: number;
  /** How long before expiry the next session takes over; both are good until then. Less than the lifetime. */
  readonly overlapMs: number;
}

/** One session after another, each taking over ahead of the expiry of the one before. */
export interface SessionRotation {
  /** The session that is current now; the same one until its successor is due. */
  current(principal: Principal): HeldSession;
  /** The session given out last, however old, or the current one when there was none. */
  stale(principal: Principal): HeldSession;
  /** A session that ended before it was given out. */
  expired(principal: Principal, agoMs: number): HeldSession;
  /** Starts over: the next session begins now. */
  rotate(): void;
}

/** The session given out last. */
interface HeldStep {
  readonly session: HeldSession;
  readonly step: number;
  readonly arn: string;
}

/**
 * Sessions begin at fixed steps of the server's clock, whether or not anyone asks, so that what is given out depends on
 * the time alone.
 */
export function createSessionRotation(world: World, options: SessionRotationOptions): SessionRotation {
  const rotation = new FixedSteps(world, options);
  world.state.add(options.name, rotation);
  return rotation;
}

/** A class, because a world has a rotation for each of its documents. */
class FixedSteps implements SessionRotation, StatePart {
  readonly #world: World;
  readonly #options: SessionRotationOptions;
  #epochMs: number;
  #held: HeldStep | undefined;

  constructor(world: World, options: SessionRotationOptions) {
    this.#world = world;
    this.#options = options;
    this.#epochMs = wholeSecond(this.#serverNow());
  }

  current(principal: Principal): HeldSession {
    const { lifetimeMs, overlapMs } = this.#options;
    const stepMs = lifetimeMs - overlapMs;
    const step = Math.floor((this.#serverNow() - this.#epochMs) / stepMs);
    const arn = principalArn(principal);
    if (this.#held?.step !== step || this.#held.arn !== arn)
      this.#held = { session: this.#open(principal, this.#epochMs + step * stepMs), step, arn };
    return this.#held.session;
  }

  stale(principal: Principal): HeldSession {
    return this.#held?.arn === principalArn(principal) ? this.#held.session : this.current(principal);
  }

  expired(principal: Principal, agoMs: number): HeldSession {
    return this.#open(principal, wholeSecond(this.#serverNow() - agoMs) - this.#options.lifetimeMs);
  }

  rotate(): void {
    this.#epochMs = wholeSecond(this.#serverNow());
    this.#held = undefined;
  }

  snapshot(): unknown {
    return [this.#epochMs, this.#held];
  }

  restore(saved: unknown): void {
    [this.#epochMs, this.#held] = saved as [number, HeldStep | undefined];
  }

  #serverNow(): number {
    return this.#world.clock.now() + this.#world.serverClockOffsetMs;
  }

  #open(principal: Principal, lastUpdatedMs: number): HeldSession {
    const { issuedBy, lifetimeMs } = this.#options;
    const issued = this.#world.credentials.issue(
      { principal, issuedAtMs: lastUpdatedMs, expiresAtMs: lastUpdatedMs + lifetimeMs, issuedBy },
      this.#serverNow(),
    );
    return { ...issued, securityToken: issued.securityToken ?? "", lastUpdatedMs };
  }
}

/** A session of a role. */
export function sessionPrincipal(role: Role, sessionName: string): Principal {
  return {
    type: "AssumedRoleUser",
    accountId: role.accountId,
    roleName: role.name,
    roleId: role.id,
    sessionName,
  };
}

function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
