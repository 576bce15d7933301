import { Hono } from "hono";
import { durationMs } from "../../cloud/clock/duration.ts";
import type { CloudBase } from "../../cloud/cloud.ts";
import { answer, type ControlContext, orInvalid, readJson, refuse } from "./context.ts";
import { bodies } from "./described.ts";

/** A clock, as the control API tells of it. */
export interface ClockReport {
  readonly now: string;
  readonly nowMs: number;
  /** The same with the offset of the servers' clocks. */
  readonly serverNow: string;
  /** Virtual milliseconds per real one; 0 when frozen. */
  readonly speed: number;
  readonly pendingTimers: number;
  /** The instant to which time is being advanced; absent when it is not. `now` shows how far it has come. */
  readonly advancingTo?: string;
}

/** Ten years. */
const LONGEST_ADVANCE_MS = 3653 * 86_400_000;

/**
 * `GET /clock`, `PUT /clock {"speed": 60}` or `{"now": "2026-01-07T08:00:00Z"}`,
 * `POST /clock/advance {"duration": "6h"}`, which ends when its client is gone, the clock is set, the cloud reset, or by
 * `DELETE /clock/advance`.
 */
export function clockRoutes(context: ControlContext): Hono {
  return new Hono()
    .get("/", (c) => answer(c, context, clockReport(context.cloud())))
    .put("/", async (c) => {
      const { speed, now } = await readJson(c, bodies.clock);
      const { clock } = context.cloud();
      context.stopAdvancing();
      if (now !== undefined) await orInvalid(() => clock.moveTo(Date.parse(now)));
      if (speed !== undefined) clock.setSpeed(speed);
      return answer(c, context, clockReport(context.cloud()));
    })
    .post("/advance", async (c) => {
      const { duration } = await readJson(c, bodies.advance);
      await orInvalid(() => refuseLong(duration));
      const signal = AbortSignal.any([context.advancing(), c.req.raw.signal]);
      try {
        await orInvalid(() => context.cloud().advance(duration, signal));
      } catch (error) {
        if (!signal.aborted) throw error;
        return refuse(
          c,
          409,
          "stopped",
          "time was stopped, the clock set, or the cloud reset, while time advanced",
        );
      }
      return answer(c, context, clockReport(context.cloud()));
    })
    .delete("/advance", (c) => {
      context.stopAdvancing();
      return c.body(null, 204);
    });
}

/** @throws `TypeError` for what is no duration, or too long for an answer that somebody waits for. */
function refuseLong(duration: number | string): void {
  if (durationMs(duration) > LONGEST_ADVANCE_MS)
    throw new TypeError(
      "the clock advances by at most ten years at a time: put it to an instant with PUT clock, or advance by less",
    );
}

export function clockReport({ clock, world }: CloudBase): ClockReport {
  const nowMs = clock.now();
  const targetMs = clock.advancingTo();
  return {
    ...(targetMs !== undefined && { advancingTo: new Date(targetMs).toISOString() }),
    now: new Date(nowMs).toISOString(),
    nowMs,
    serverNow: new Date(nowMs + world.serverClockOffsetMs).toISOString(),
    speed: clock.speed(),
    pendingTimers: clock.pendingTimers(),
  };
}
