import { Hono } from "hono";
import type { CloudBase, CloudSnapshot } from "../../cloud/cloud.ts";
import { answer, type ControlContext, refuse } from "./context.ts";

interface Kept {
  readonly id: number;
  readonly at: string;
  /** Only good for the cloud that it was made of. */
  readonly of: CloudBase;
  readonly snapshot: CloudSnapshot;
}

const MAX_SNAPSHOTS = 50;

/**
 * `GET /snapshots`, `POST /snapshots`, `POST /snapshots/:id/restore`, `DELETE /snapshots/:id`. The last 50 are kept, in
 * memory.
 */
export function snapshotRoutes(context: ControlContext): Hono {
  let kept: readonly Kept[] = [];
  let made = 0;

  const mine = (): readonly Kept[] => kept.filter(({ of }) => of === context.cloud());
  const find = (id: string): Kept | undefined => mine().find((one) => String(one.id) === id);

  return new Hono()
    .get("/", (c) => answer(c, context, { snapshots: mine().map(({ id, at }) => ({ id, at })) }))
    .post("/", (c) => {
      const cloud = context.cloud();
      made += 1;
      const at = new Date(cloud.clock.now()).toISOString();
      kept = [...mine(), { id: made, at, of: cloud, snapshot: cloud.snapshot() }].slice(-MAX_SNAPSHOTS);
      return answer(c, context, { id: made, at }, 201);
    })
    .post("/:id/restore", (c) => {
      const found = find(c.req.param("id"));
      if (found === undefined) return refuse(c, 404, "not_found", "no such snapshot");
      context.cloud().restore(found.snapshot);
      return answer(c, context, { id: found.id, at: found.at });
    })
    .delete("/:id", (c) => {
      const found = find(c.req.param("id"));
      if (found === undefined) return refuse(c, 404, "not_found", "no such snapshot");
      kept = kept.filter((one) => one !== found);
      return c.body(null, 204);
    });
}
