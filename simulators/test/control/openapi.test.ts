import { describe, expect, it } from "vitest";
import { z } from "zod";
import { simulateCloud } from "../../src/mod.ts";
import { createControl } from "../../src/reach/control/mod.ts";
import { openApi, operations } from "../../src/reach/control/openapi.ts";
import { controlRoutes } from "../../src/reach/control/routes.ts";
import { whoAmI } from "../support/worlds.ts";
import { control, token } from "./support.ts";

/** JSON as a client of the description reads it. */
interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

describe("the description of the control API", () => {
  it("is given out without a token, as JSON", async () => {
    const api = createControl(simulateCloud(), { token });
    const reply = await api.fetch(new Request("http://localhost/_alicred/openapi.json"));
    expect(await reply.json()).toEqual(JSON.parse(JSON.stringify(openApi())));
  });

  it("names each operation once, with the parameters of its path", () => {
    const { openapi, paths } = JSON.parse(JSON.stringify(openApi())) as Description;
    expect(openapi).toBe("3.1.0");
    const all = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    expect(all).toHaveLength(operations.length);
    expect(new Set(all.map(({ operation }) => operation.operationId)).size).toBe(all.length);
    for (const { path, operation } of all) {
      const inPath = operation.parameters?.filter((one) => one.in === "path").map(({ name }) => name) ?? [];
      expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      expect(Object.keys(operation.responses)).toContain("default");
    }
  });

  it("has every route, and no other", () => {
    const { routes } = controlRoutes({
      cloud: () => simulateCloud(),
      rebuild: () => {},
      advancing: () => new AbortController().signal,
      stopAdvancing: () => {},
    });
    const found = routes.map(
      ({ method, path }) =>
        `${method} ${path.replace(/:(\w+)(?:\{[^}]*\})?/g, "{$1}").replace(/(?<=.)\/$/, "")}`,
    );
    expect(found.sort()).toEqual(operations.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it("is right about what is answered", async () => {
    const { client, json } = control();
    await client.call(whoAmI);
    client.cloud.faults.add({ kind: "hang", service: "oauth" });
    await json("POST", "snapshots");
    const asked = operations.filter(({ method, path }) => method === "GET" && !path.includes("{"));
    expect(asked.length).toBeGreaterThan(10);
    for (const { path, reply = z.never() } of asked) {
      const { error } = reply.safeParse(await json("GET", path.slice(1)));
      expect([path, error?.message]).toEqual([path, undefined]);
    }
  });
});
