import type { TemporaryCredentials } from "../world/credentials.ts";
import type { Role } from "../world/directory.ts";
import { type Principal, principalArn } from "../world/principal.ts";
import type { World } from "../world/world.ts";

/** A session that a service keeps on behalf of clients. */
export interface HeldSession extends TemporaryCredentials {
  readonly securityToken: string;
  readonly lastUpdatedMs: number;
}

/** What {@link createSessionRotation} needs to know. */
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
  /** Starts anew: the next session begins now. */
  rotate(): void;
}

/** Sessions begin at fixed steps of the server's clock, whether or not anyone asks, so that what is given out depends on the time alone. */
export function createSessionRotation(world: World, options: SessionRotationOptions): SessionRotation {
  const { name, issuedBy, lifetimeMs, overlapMs } = options;
  const stepMs = lifetimeMs - overlapMs;
  let epochMs = wholeSecond(serverNow());
  let held: { readonly session: HeldSession; readonly step: number; readonly arn: string } | undefined;

  world.state.add(name, {
    snapshot: () => ({ epochMs, held }),
    restore(saved) {
      ({ epochMs, held } = saved as { epochMs: number; held: typeof held });
    },
  });

  function serverNow(): number {
    return world.clock.now() + world.serverClockOffsetMs;
  }

  function open(principal: Principal, lastUpdatedMs: number): HeldSession {
    const issued = world.credentials.issue(
      { principal, expiresAtMs: lastUpdatedMs + lifetimeMs, issuedBy },
      serverNow(),
    );
    return { ...issued, securityToken: issued.securityToken ?? "", lastUpdatedMs };
  }

  function current(principal: Principal): HeldSession {
    const step = Math.floor((serverNow() - epochMs) / stepMs);
    const arn = principalArn(principal);
    if (held?.step !== step || held.arn !== arn)
      held = { session: open(principal, epochMs + step * stepMs), step, arn };
    return held.session;
  }

  return {
    current,
    stale: (principal) =>
      held !== undefined && held.arn === principalArn(principal) ? held.session : current(principal),
    expired: (principal, agoMs) => open(principal, wholeSecond(serverNow() - agoMs) - lifetimeMs),
    rotate() {
      epochMs = wholeSecond(serverNow());
      held = undefined;
    },
  };
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
