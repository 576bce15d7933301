import { Hono } from "hono";
import type { CloudBase } from "../../cloud/cloud.ts";
import { principalArn } from "../../cloud/ram/principal.ts";
import { answer, type ControlContext } from "./context.ts";

/** Temporary credentials that are good now: whose they are, and for how long. */
export interface CredentialsReport {
  readonly accessKeyId: string;
  readonly arn: string;
  /** Service and operation that gave them out. */
  readonly issuedBy: string;
  /** Absent for those that the world was created with. */
  readonly issuedAt?: string;
  readonly expiresAt: string;
  readonly remainingMs: number;
  /** From issue to expiry. */
  readonly lifetimeMs?: number;
}

const MAX_CREDENTIALS = 200;

/** `GET /credentials`: the 200 issued last, latest first. */
export function credentialRoutes(context: ControlContext): Hono {
  return new Hono().get("/", (c) => answer(c, context, issuedCredentials(context.cloud())));
}

export function issuedCredentials({ world, clock }: CloudBase): {
  readonly credentials: readonly CredentialsReport[];
  /** Includes those left out. */
  readonly total: number;
} {
  const nowMs = clock.now() + world.serverClockOffsetMs;
  const live = world.credentials.live(nowMs);
  const credentials = live.slice(-MAX_CREDENTIALS).map((one) => {
    const { accessKeyId, principal, issuedBy, issuedAtMs, expiresAtMs } = one;
    return {
      accessKeyId,
      arn: principalArn(principal),
      issuedBy,
      expiresAt: new Date(expiresAtMs).toISOString(),
      remainingMs: expiresAtMs - nowMs,
      ...(issuedAtMs !== undefined && {
        issuedAt: new Date(issuedAtMs).toISOString(),
        lifetimeMs: expiresAtMs - issuedAtMs,
      }),
    };
  });
  return { credentials: credentials.reverse(), total: live.length };
}
