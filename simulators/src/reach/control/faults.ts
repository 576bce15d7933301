import { Hono } from "hono";
import { z } from "zod";
import type { CloudBase } from "../../cloud/cloud.ts";
import { faultCatalogue } from "../../cloud/faults/catalogue.ts";
import type { Fault, FaultKind } from "../../cloud/faults/fault.ts";
import { faultScenarios, scenarios } from "../../cloud/faults/scenarios.ts";
import { answer, type ControlContext, orInvalid, readJson, refuse } from "./context.ts";
import { bodies } from "./described.ts";

/** Faults that are on, as the control API tells of them. */
export type FaultReport = ReturnType<CloudBase["faults"]["list"]>;

/**
 * `GET /faults`, `GET /faults/catalogue`, `POST /faults` with a fault or `{"scenario": name}`, `DELETE /faults/:id`,
 * `DELETE /faults`.
 */
export function faultRoutes(context: ControlContext): Hono {
  return new Hono()
    .get("/", (c) => answer(c, context, { faults: context.cloud().faults.list() }))
    .get("/catalogue", (c) => answer(c, context, catalogueOf(context.cloud())))
    .post("/", async (c) => {
      const asked = await readJson(c, bodies.fault);
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

/** The faults and scenarios that can be added, for programs that offer a choice: scenarios only of services that the cloud has. */
function catalogueOf({ services }: CloudBase): object {
  const names = services.map(({ name }) => name);
  const kinds = Object.keys(faultCatalogue) as FaultKind[];
  return {
    kinds: kinds.map((name) => {
      const { text, stage, parameters } = faultCatalogue[name];
      return { name, text, stage, parameters: z.toJSONSchema(z.strictObject(parameters)) };
    }),
    scenarios: Object.entries(scenarios)
      .map(([name, { text, faults }]) => ({ name, text, faults }))
      .filter(({ faults }) => faults.every(({ service = names[0] ?? "" }) => names.includes(service))),
    services: names,
    operations: Object.fromEntries(services.map(({ name, operations }) => [name, operations])),
  };
}
