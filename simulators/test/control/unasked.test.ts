import { describe, expect, it } from "vitest";
import { operations } from "../../src/reach/control/openapi.ts";
import { whoAmI } from "../support/worlds.ts";
import { control } from "./support.ts";

/** Operations by a method and a path that leads to them. */
const all = operations.map(({ method, path, body, query }) => ({
  method,
  path: path.slice(1).replaceAll(/\{\w+\}/g, "1"),
  takesBody: body !== undefined,
  takesQuery: query !== undefined,
}));

describe("the control API", () => {
  it.each(all.filter(({ takesQuery }) => !takesQuery))(
    "refuses parameters that $method $path does not take",
    async ({ method, path, takesBody }) => {
      const { ask } = control();
      const reply = await ask(method, `${path}?operation=AssumeRole`, takesBody ? {} : undefined);
      expect(reply.status).toBe(400);
      expect(await reply.text()).toContain("takes no parameter");
    },
  );

  it.each(all.filter(({ method, takesBody }) => method !== "GET" && !takesBody))(
    "refuses a body, which $method $path does not take",
    async ({ method, path }) => {
      const { ask } = control();
      for (const body of [{ name: "x" }, [], "x".repeat(2000)]) {
        const reply = await ask(method, path, body);
        expect(reply.status).toBe(400);
        expect(await reply.text()).toContain("takes no body");
      }
    },
  );

  it("keeps what a filter in the wrong place would have cleared", async () => {
    const { ask, client } = control();
    await client.call(whoAmI);
    expect((await ask("DELETE", "journal?operation=AssumeRole")).status).toBe(400);
    expect((await ask("DELETE", "journal", { operation: "AssumeRole" })).status).toBe(400);
    expect(client.cloud.journal.count()).toBe(1);
    client.cloud.faults.add({ kind: "throttling", operation: "AssumeRole" });
    expect((await ask("DELETE", "faults?kind=latency")).status).toBe(400);
    expect(client.cloud.faults.list()).toHaveLength(1);
  });

  it.each([undefined, {}, null])("takes %j for no body", async (body) => {
    const { ask } = control();
    expect((await ask("POST", "restart", body)).status).toBe(200);
    expect((await ask("POST", "snapshots", body)).status).toBe(201);
    expect((await ask("DELETE", "journal/", body)).status).toBe(204);
  });

  it("refuses an instant that the clock does not reach", async () => {
    const { ask, client } = control();
    const reply = await ask("PUT", "clock", { now: "9999-12-31T23:59:59Z" });
    expect([reply.status, await reply.text()]).toEqual([400, expect.stringContaining("the years 0 to 9998")]);
    expect(client.cloud.clock.now()).toBe(Date.UTC(2026, 0, 7, 8));
  });

  it("refuses what the overview cannot begin at, and a count that nothing can have", async () => {
    const { ask } = control();
    expect((await ask("GET", "overview?since=zzz")).status).toBe(400);
    expect((await ask("GET", "overview?since=0")).status).toBe(200);
    const reply = await ask("POST", "assert", { atLeast: 5, atMost: 2 });
    expect([reply.status, await reply.text()]).toEqual([400, expect.stringContaining("atLeast is more")]);
  });
});
