import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import type { CloudBase } from "../../cloud/cloud.ts";
import { filterOfTexts } from "../../cloud/journal/entry.ts";
import { leaks } from "../../cloud/world/leaks.ts";
import { type ActionRoute, defineAction } from "./action.ts";

const count = z.int().min(0).optional();
const asserted = z.strictObject({
  /** Fields that entries must have, as the journal's own parameters. */
  where: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  count,
  atLeast: count,
  atMost: count,
});

/** Questions to which a test wants yes or no. Status 409 is no. */
export const assertionActions: readonly ActionRoute[] = [
  defineAction({
    method: "POST",
    path: "/assert",
    summary:
      "That so many entries of the journal have some fields; status 409, with these entries, when they are not so many",
    body: asserted,
    reply: z.object({ count: z.int() }),
    act: (cloud, body) => ({ count: assertCount(cloud, body) }),
  }),
  defineAction({
    method: "POST",
    path: "/assert/no-secrets",
    summary:
      "That no secret of the cloud is in a text; status 409 names whose secret it is, without printing it",
    body: z.strictObject({ text: z.string() }),
    act(cloud, { text }) {
      const names = leaks(cloud.world.canaries, [text]);
      if (names.length > 0)
        throw new HTTPException(409, { message: `a secret appears where it must not: ${names.join(", ")}` });
    },
  }),
];

function assertCount({ journal }: CloudBase, body: z.infer<typeof asserted>): number {
  const { where = {}, count: exact, atLeast = exact ?? 1, atMost = exact } = body;
  if (exact !== undefined && (body.atLeast !== undefined || body.atMost !== undefined))
    throw new TypeError("give count, or atLeast and atMost");
  if (atLeast > (atMost ?? Number.POSITIVE_INFINITY) && body.atLeast !== undefined)
    throw new TypeError("atLeast is more than atMost, which nothing can be");
  const filter = filterOfTexts(
    Object.fromEntries(Object.entries(where).map(([name, value]) => [name, String(value)])),
  );
  const found = counted(() => journal.count(filter));
  // No more than none wants none: the default of at least one is for those who name nothing.
  const least = body.atMost !== undefined && body.atLeast === undefined ? 0 : atLeast;
  if (found >= least && found <= (atMost ?? Number.POSITIVE_INFINITY)) return found;
  const wanted =
    exact ?? [`at least ${least}`, ...(atMost === undefined ? [] : [`at most ${atMost}`])].join(" and ");
  const said = Object.entries(where).map(([name, value]) => `${name} ${value}`);
  throw new HTTPException(409, {
    message: `${found} entries${said.length > 0 ? ` with ${said.join(", ")}` : ""}, not ${wanted}\n${journal.print()}`,
  });
}

/** @throws `HTTPException` with status 409 once entries were dropped. */
function counted(count: () => number): number {
  try {
    return count();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new HTTPException(409, { message: error.message });
  }
}
