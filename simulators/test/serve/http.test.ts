import { afterEach, describe, expect, it } from "vitest";
import { type ServedCloud, serve } from "../../src/reach/serve/node.ts";
import { type Client, createClient, whoAmI } from "../support/worlds.ts";

let served: ServedCloud | undefined;

async function start(): Promise<{ client: Client; url: string }> {
  const client = createClient();
  served = await serve(client.cloud);
  return { client, url: served.url };
}

afterEach(async () => {
  await served?.close();
  served = undefined;
});

describe("a served cloud", () => {
  it.each([
    ["/", "v1"],
    ["/", "v3"],
    ["/sts/", "v1"],
    ["/sts/", "v3"],
  ] as const)("answers at %s, signature %s over the path as requested", async (path, style) => {
    const { client, url } = await start();
    const reply = await fetch(client.request(whoAmI, { style, endpoint: `${url}${path}` }));
    expect(await reply.json()).toMatchObject({ IdentityType: "RAMUser", AccountId: "1000000000000001" });
    expect(client.cloud.journal.count({ decision: "allowed", host: new URL(url).host })).toBe(1);
  });

  it("refuses a v3 signature made for another path", async () => {
    const { client, url } = await start();
    const signed = client.request(whoAmI, { style: "v3", endpoint: `${url}/` });
    const reply = await fetch(new Request(`${url}/sts/`, signed));
    expect(await reply.json()).toMatchObject({ Code: "SignatureDoesNotMatch" });
  });

  it("answers pages of any origin", async () => {
    const { client, url } = await start();
    const preflight = await fetch(`${url}/`, {
      method: "OPTIONS",
      headers: {
        origin: "https://app.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,x-acs-action",
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-headers")).toBe("authorization,x-acs-action");
    const reply = await fetch(client.request(whoAmI, { style: "v3", endpoint: `${url}/` }));
    expect(reply.headers.get("access-control-allow-origin")).toBe("*");
    expect(reply.headers.get("access-control-expose-headers")).toContain("date");
    expect(reply.headers.get("date")).toBe("Wed, 07 Jan 2026 08:00:00 GMT");
  });

  it("breaks the connection for a connection-reset fault", async () => {
    const { client, url } = await start();
    client.cloud.faults.add({ kind: "connection-reset", times: 1 });
    await expect(fetch(client.request(whoAmI, { endpoint: `${url}/` }))).rejects.toThrow(TypeError);
    expect((await fetch(client.request(whoAmI, { endpoint: `${url}/` }))).status).toBe(200);
  });

  it("ends a hanging request when the client gives up", async () => {
    const { client, url } = await start();
    client.cloud.faults.add({ kind: "hang" });
    const gaveUp = new AbortController();
    const reply = fetch(client.request(whoAmI, { endpoint: `${url}/` }), { signal: gaveUp.signal });
    await expect.poll(() => client.cloud.faults.list()[0]?.hits).toBe(1);
    gaveUp.abort(new Error("gave up"));
    await expect(reply).rejects.toThrow("gave up");
    await expect.poll(() => client.cloud.journal.count({ decision: "failed" })).toBe(1);
  });

  it("refuses foreign hosts and addresses that are not loopback", async () => {
    const { client } = await start();
    await expect(serve(client.cloud, { hostname: "0.0.0.0" })).rejects.toThrow("not a loopback address");
    const reply = await client.cloud.fetch("http://evil.example/", { headers: { host: "evil.example" } });
    expect(reply.status).toBe(421);
    expect(client.cloud.journal.entries()[0]).toMatchObject({ decision: "unmatched" });
  });
});
