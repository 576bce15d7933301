import { Hono } from "hono";
import { clockReport } from "./clock.ts";
import { answer, type ControlContext } from "./context.ts";
import { issuedCredentials } from "./credentials.ts";
import { journalPage } from "./journal.ts";

/** `GET /overview?since=CURSOR`: clock, faults, credentials and journal at one instant, for pages that poll. */
export function overviewRoutes(context: ControlContext): Hono {
  return new Hono().get("/", (c) => {
    const cloud = context.cloud();
    return answer(c, context, {
      clock: clockReport(cloud),
      faults: cloud.faults.list(),
      issued: issuedCredentials(cloud),
      journal: journalPage(cloud, c.req.query("since")),
    });
  });
}
