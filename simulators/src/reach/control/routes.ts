import { Hono } from "hono";
import { actionRoutes } from "./action.ts";
import { assertionActions } from "./assertions.ts";
import { clockReport, clockRoutes } from "./clock.ts";
import { answer, type ControlContext, orInvalid } from "./context.ts";
import { credentialRoutes, issuedCredentials } from "./credentials.ts";
import { faultRoutes } from "./faults.ts";
import { journalPage, journalRoutes, readQuery } from "./journal.ts";
import { operatedIn, operatorActions } from "./operator.ts";
import { peopleActions } from "./people.ts";
import { snapshotRoutes } from "./snapshots.ts";
import { worldRoutes } from "./world.ts";

/** All that is answered with a token. */
export function controlRoutes(context: ControlContext): Hono {
  return new Hono()
    .route("/clock", clockRoutes(context))
    .route("/faults", faultRoutes(context))
    .route("/journal", journalRoutes(context))
    .route("/credentials", credentialRoutes(context))
    .route("/overview", overviewRoutes(context))
    .route("/snapshots", snapshotRoutes(context))
    .route("/", worldRoutes(context))
    .route("/", actionRoutes(context, [...peopleActions, ...operatorActions, ...assertionActions]));
}

/** `GET /overview?since=CURSOR`: clock, faults, credentials, logins, keys, instances and journal at one instant, for pages that poll. */
function overviewRoutes(context: ControlContext): Hono {
  return new Hono().get("/", async (c) => {
    const cloud = context.cloud();
    const asked = await orInvalid(() => readQuery(c.req.queries()));
    return answer(c, context, {
      clock: clockReport(cloud),
      faults: cloud.faults.list(),
      issued: issuedCredentials(cloud),
      operated: operatedIn(cloud),
      journal: journalPage(cloud, asked),
    });
  });
}
