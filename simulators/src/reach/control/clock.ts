import { Hono } from "hono";
import { z } from "zod";
import type { CloudBase } from "../../cloud/cloud.ts";
import { answer, type ControlContext, orInvalid, readJson, refuse } from "./context.ts";

/** A clock, as the control API tells of it. */
export interface ClockReport {
  readonly now: string;
  readonly nowMs: number;
  /** The same with the offset of the servers' clocks. */
  readonly serverNow: string;
  /** Virtual milliseconds per real one; 0 when frozen. */
  readonly speed: number;
  readonly pendingTimers: number;
}

const advance = z.strictObject({ duration: z.union([z.number(), z.string()]) });
const change = z.strictObject({
  speed: z.number().min(0).max(1_000_000).optional(),
  now: z.iso.datetime({ offset: true }).optional(),
});

/**
 * `GET /clock`, `PUT /clock {"speed": 60}` or `{"now": "2026-01-07T08:00:00Z"}`,
 * `POST /clock/advance {"duration": "6h"}`, which ends when its client is gone, the clock is set or the cloud reset.
 */
export function clockRoutes(context: ControlContext): Hono {
  return new Hono()
    .get("/", (c) => answer(c, context, clockReport(context.cloud())))
    .put("/", async (c) => {
      const { speed, now } = await readJson(c, change);
      const { clock } = context.cloud();
      context.stopAdvancing();
      if (now !== undefined) clock.moveTo(Date.parse(now));
      if (speed !== undefined) clock.setSpeed(speed);
      return answer(c, context, clockReport(context.cloud()));
    })
    .post("/advance", async (c) => {
      const { duration } = await readJson(c, advance);
      const signal = AbortSignal.any([context.advancing(), c.req.raw.signal]);
      try {
        await orInvalid(() => context.cloud().advance(duration, signal));
      } catch (error) {
        if (!signal.aborted) throw error;
        return refuse(c, 409, "stopped", "the clock was set, or the cloud reset, while time advanced");
      }
      return answer(c, context, clockReport(context.cloud()));
    });
}

export function clockReport({ clock, world }: CloudBase): ClockReport {
  const nowMs = clock.now();
  return {
    now: new Date(nowMs).toISOString(),
    nowMs,
    serverNow: new Date(nowMs + world.serverClockOffsetMs).toISOString(),
    speed: clock.speed(),
    pendingTimers: clock.pendingTimers(),
  };
}
