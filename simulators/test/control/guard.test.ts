import { describe, expect, it } from "vitest";
import { type SimulateCloudOptions, simulateCloud } from "../../src/mod.ts";
import { createControl } from "../../src/reach/control/mod.ts";
import { operations } from "../../src/reach/control/openapi.ts";
import { serve } from "../../src/reach/serve/node.ts";
import { control, token } from "./support.ts";

const endpoints = operations.map(
  ({ method, path }) => [method, path.slice(1).replaceAll(/\{\w+\}/g, "1")] as const,
);

describe("the control API", () => {
  it.each(endpoints)("%s %s asks for the token", async (method, path) => {
    const { control: api } = control();
    const statuses = {
      "": 401,
      "Bearer wrong": 401,
      [`Bearer ${token}x`]: 401,
      [`Basic ${token}`]: 400,
      [token]: 400,
    };
    for (const [authorization, status] of Object.entries(statuses)) {
      const headers = authorization === "" ? {} : { authorization };
      const reply = await api.fetch(new Request(`http://localhost/_alicred/${path}`, { method, headers }));
      expect([authorization, reply.status]).toEqual([authorization, status]);
      expect(await reply.text()).not.toContain(token);
    }
  });

  it.each(endpoints)("%s %s refuses hosts that are not local", async (method, path) => {
    const { ask } = control();
    for (const host of ["evil.example", "sts.aliyuncs.com", "127.0.0.1.evil.example", ""])
      expect((await ask(method, path, undefined, { host })).status).toBe(421);
  });

  it("knows the local hosts that the cloud was told of", async () => {
    const { ask } = control({ localHosts: ["simulator"] });
    expect((await ask("GET", "clock", undefined, { host: "simulator:4000" })).status).toBe(200);
  });

  it("lets no other page read or send anything", async () => {
    const { ask } = control();
    const origin = { origin: "http://evil.example" };
    const reply = await ask("GET", "clock", undefined, origin);
    expect([...reply.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
    expect(reply.headers.get("cache-control")).toBe("no-store");
    const preflight = await ask("OPTIONS", "clock", undefined, {
      ...origin,
      "access-control-request-method": "PUT",
    });
    expect(preflight.status).toBe(404);
    expect(preflight.headers.has("access-control-allow-origin")).toBe(false);
    const form = await ask("POST", "reset", undefined, { "content-type": "text/plain", authorization: "" });
    expect(form.status).toBe(401);
  });

  it("refuses bodies that are not JSON, too long, or not what is asked for", async () => {
    const { control: api, ask } = control();
    const headers = { authorization: `Bearer ${token}` };
    const post = (body: string, more: Record<string, string>): Promise<Response> =>
      api.fetch(
        new Request("http://localhost/_alicred/faults", {
          method: "POST",
          body,
          headers: { ...headers, ...more },
        }),
      );
    expect((await post("{}", { "content-type": "text/plain" })).status).toBe(415);
    expect((await post("{", { "content-type": "application/json" })).status).toBe(400);
    expect((await post("x".repeat(5 << 20), { "content-type": "application/json" })).status).toBe(413);
    expect(await (await ask("PUT", "clock", { speed: -1 })).json()).toMatchObject({
      error: "invalid_request",
    });
  });

  it.each(["short", "has spaces in it, which no header has"])("takes no token like %j", (bad) => {
    expect(() => createControl(simulateCloud(), { token: bad })).toThrow(TypeError);
  });

  it("answers no question about things that do not exist", async () => {
    const { ask } = control();
    expect(await (await ask("GET", "secrets")).json()).toMatchObject({ error: "not_found" });
  });
});

describe("without a token", () => {
  it("a program learns that the cloud answers, and which authority to trust", async () => {
    const api = createControl(simulateCloud(), { token, certificate: "-----BEGIN CERTIFICATE-----" });
    const get = (path: string, host = "localhost"): Promise<Response> =>
      api.fetch(new Request(`http://${host}/_alicred/${path}`));
    expect(await (await get("health")).json()).toEqual({ status: "ok" });
    expect(await (await get("ca.pem")).text()).toBe("-----BEGIN CERTIFICATE-----");
    expect((await get("health", "evil.example")).status).toBe(421);
    const without = createControl(simulateCloud(), { token });
    expect((await without.fetch(new Request("http://localhost/_alicred/ca.pem"))).status).toBe(404);
  });
});

describe("the control API on a port", () => {
  async function start(options?: SimulateCloudOptions) {
    const cloud = simulateCloud(options);
    const api = createControl(cloud, { token });
    return { cloud, served: await serve(api.cloud, { control: api }) };
  }

  it("is at local hosts alone, and not in the journal", async () => {
    const { cloud, served } = await start();
    await using _ = served;
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${served.url}/_alicred/clock`, { headers })).status).toBe(200);
    expect(cloud.journal.count()).toBe(0);
  });

  it("reads requests with and without a body", async () => {
    const { cloud, served } = await start();
    await using _ = served;
    const send = (method: string, path: string, body?: object): Promise<Response> =>
      fetch(`${served.url}/_alicred/${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
        ...(body && { body: JSON.stringify(body) }),
      });
    expect((await send("POST", "faults", { kind: "hang" })).status).toBe(201);
    expect((await send("DELETE", "faults/1")).status).toBe(204);
    expect((await send("POST", "reset")).status).toBe(204);
    expect(cloud.faults.list()).toEqual([]);
  });

  it("does not exist unless it is asked for", async () => {
    await using served = await serve(simulateCloud());
    expect((await fetch(`${served.url}/_alicred/clock`)).status).toBe(421);
  });
});
