import { Hono } from "hono";
import { z } from "zod";
import type { Cloud } from "../../cloud/cloud.ts";
import { faultCatalogue } from "../../cloud/faults/catalogue.ts";
import type { Fault } from "../../cloud/faults/faults.ts";
import { faultScenarios, type ScenarioName } from "../../cloud/faults/scenarios.ts";
import { services } from "../../services.ts";
import { answer, type ControlContext, orInvalid, readJson, refuse } from "./context.ts";
import { faultTexts, scenarioTexts } from "./fault-texts.ts";

/** Faults that are on, as the control API tells of them. */
export type FaultReport = ReturnType<Cloud["faults"]["list"]>;

// Its fields are checked where it is added.
const addition = z.union([
  z.strictObject({ scenario: z.enum(Object.keys(faultScenarios) as ScenarioName[]) }),
  z.looseObject({ kind: z.string() }),
]);

/**
 * `GET /faults`, `GET /faults/catalogue`, `POST /faults` with a fault or `{"scenario": name}`, `DELETE /faults/:id`,
 * `DELETE /faults`.
 */
export function faultRoutes(context: ControlContext): Hono {
  return new Hono()
    .get("/", (c) => answer(c, context, { faults: context.cloud().faults.list() }))
    .get("/catalogue", (c) => answer(c, context, catalogue))
    .post("/", async (c) => {
      const asked = await readJson(c, addition);
      const { faults } = context.cloud();
      const wanted = "kind" in asked ? [asked as unknown as Fault] : faultScenarios[asked.scenario];
      const ids = await orInvalid(() => wanted.map((fault) => faults.add(fault).id));
      return answer(c, context, { faults: faults.list().filter(({ id }) => ids.includes(id)) }, 201);
    })
    .delete("/", (c) => {
      context.cloud().faults.clear();
      return c.body(null, 204);
    })
    .delete("/:id{[0-9]+}", (c) => {
      const id = Number(c.req.param("id"));
      if (context.cloud().faults.remove(id)) return c.body(null, 204);
      return refuse(c, 404, "not_found", `no fault with the id ${id} is on`);
    });
}

/** What can be added, for programs that offer a choice. */
const catalogue = {
  kinds: entries(faultCatalogue).map(([name, { stage, parameters }]) => ({
    name,
    text: faultTexts[name],
    stage,
    parameters: z.toJSONSchema(z.strictObject(parameters)),
  })),
  scenarios: entries(faultScenarios).map(([name, faults]) => ({ name, text: scenarioTexts[name], faults })),
  services: services.map(({ name }) => name),
};

function entries<K extends string, V>(record: Readonly<Record<K, V>>): [K, V][] {
  return Object.entries(record) as [K, V][];
}
