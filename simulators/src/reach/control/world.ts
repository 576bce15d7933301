import { Hono } from "hono";
import type { SharedDescription } from "../../cloud/world/description.ts";
import { clockReport } from "./clock.ts";
import { answer, type ControlContext, orInvalid, readJson } from "./context.ts";
import { bodies } from "./described.ts";

/**
 * `GET /world`: what exists, without secrets. `PUT /world {"seed": …, "world": …}`: another cloud with the same clock;
 * what is not given stays. `POST /reset`: this one as it was at the beginning; `POST /restart`: with the time of this machine
 * besides, as a test begins.
 */
export function worldRoutes(context: ControlContext): Hono {
  return new Hono()
    .get("/world", (c) => answer(c, context, { world: withoutSecrets(context.cloud().world.description) }))
    .put("/world", async (c) => {
      const { seed, world } = await readJson(c, bodies.world);
      await orInvalid(() =>
        context.rebuild({
          ...(seed !== undefined && { seed }),
          ...(world !== undefined && { world: world as unknown as SharedDescription }),
        }),
      );
      return answer(c, context, { world: withoutSecrets(context.cloud().world.description) });
    })
    .post("/reset", (c) => {
      context.stopAdvancing();
      context.cloud().reset();
      return c.body(null, 204);
    })
    .post("/restart", (c) => {
      context.stopAdvancing();
      const cloud = context.cloud();
      cloud.clock.moveTo(Date.now());
      cloud.reset();
      return answer(c, context, clockReport(cloud));
    });
}

/** Secrets that are too short to be found by their text are left out by their name. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      typeof item === "string" && /secret$|token$/i.test(key) ? [] : [[key, withoutSecrets(item)]],
    ),
  );
}
