import http from "node:http";
import { createRequire } from "node:module";
import { type SetupServer, setupServer } from "msw/node";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createVirtualClock } from "../../src/mod.ts";
import { handlers } from "../../src/reach/msw.ts";
import { credentialsPath, keysOf, metadataUrl, putToken } from "../support/metadata.ts";
import { assumeAdmin, type Client, createClient, whoAmI } from "../support/worlds.ts";

/** The part of the official client that is used here. The package is CommonJS, loaded as such. */
interface OfficialModule {
  readonly default: new () => { getCredential(): Promise<Record<string, string>> };
}

const { default: OfficialClient } = createRequire(import.meta.url)("@alicloud/credentials") as OfficialModule;

let client: Client;
let server: SetupServer;

beforeEach(() => {
  // The official client reads the time of the machine.
  client = createClient({ clock: createVirtualClock({ startMs: Date.now(), speed: 1 }) });
  server = setupServer(...handlers(client.cloud));
  server.listen({ onUnhandledRequest: "error" });
});

afterEach(() => {
  server.close();
  client.cloud.clock.setSpeed(0);
});

function get(url: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = http.request(url, { headers }, async (reply) => {
      let text = "";
      for await (const chunk of reply.setEncoding("utf8")) text += chunk;
      resolve({ status: reply.statusCode ?? 0, text });
    });
    sent.on("error", reject).end();
  });
}

function documentUrl(path: string): string {
  return client.cloud.credentialsDocument(path).url;
}

describe("behind setupServer", () => {
  it.each(["v1", "v3"] as const)("answers the program's own fetch, signature %s", async (style) => {
    const reply = await fetch(client.request(assumeAdmin, { style }));
    expect(reply.status).toBe(200);
    expect(reply.headers.get("x-acs-request-id")).toMatch(/^[0-9A-F-]{36}$/);
    expect(await reply.json()).toMatchObject({
      AssumedRoleUser: { Arn: expect.stringContaining("/session") },
    });
    expect(client.cloud.journal.entries()).toMatchObject([
      { operation: "AssumeRole", decision: "allowed", host: "sts.aliyuncs.com" },
    ]);
  });

  it("answers node:http", async () => {
    const token = await (await putToken(client.cloud)).text();
    const headers = { "X-aliyun-ecs-metadata-token": token };
    expect(await get(`${metadataUrl}${credentialsPath}`, headers)).toEqual({ status: 200, text: "ecs-app" });
    expect(client.cloud.journal.entries()[1]).toMatchObject({ host: "100.100.100.200", status: 200 });
  });

  it("gives the official client's default chain the role of the instance", async () => {
    vi.stubEnv("ALIBABA_CLOUD_ECS_METADATA", "ecs-app");
    try {
      const found = await new OfficialClient().getCredential();
      const keys = keysOf({
        AccessKeyId: found["accessKeyId"] ?? "",
        AccessKeySecret: found["accessKeySecret"] ?? "",
        SecurityToken: found["securityToken"] ?? "",
      });
      const reply = await fetch(client.request(whoAmI, { keys }));
      expect(await reply.json()).toMatchObject({
        Arn: expect.stringMatching(/assumed-role\/ecs-app\//),
        IdentityType: "AssumedRoleUser",
      });
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it("leaves other hosts, loopback among them, to MSW's own policy", async () => {
    const complaint = vi.spyOn(console, "error").mockImplementation(() => {});
    for (const url of ["https://example.com/", "http://127.0.0.1:1/sts/"])
      await expect(fetch(url)).rejects.toThrow("Cannot bypass a request");
    expect(complaint).toHaveBeenCalledTimes(2);
    expect(complaint.mock.calls[0]?.[0]).toContain("without a matching request handler");
    expect(client.cloud.journal.count()).toBe(0);
  });

  it("breaks connections as a network does", async () => {
    client.cloud.faults.add({ kind: "connection-reset", times: 2 });
    await expect(fetch(client.request(whoAmI))).rejects.toThrow(TypeError);
    await expect(get(`${metadataUrl}/latest/meta-data/`)).rejects.toThrow();
    expect((await fetch(client.request(whoAmI))).status).toBe(200);
    expect(client.cloud.journal.entries().map(({ decision }) => decision)).toEqual([
      "failed",
      "failed",
      "allowed",
    ]);
  });

  it("lets a client give up on a body that drips in", async () => {
    client.cloud.clock.setSpeed(0);
    client.cloud.faults.add({ kind: "slow-body", ms: 3_600_000 });
    const gaveUp = new AbortController();
    const reply = await fetch(documentUrl("/reader"), { signal: gaveUp.signal });
    const text = reply.text();
    await expect.poll(() => client.cloud.clock.pendingTimers()).toBe(1);
    gaveUp.abort(new Error("gave up"));
    await expect(text).rejects.toThrow("gave up");
    expect(client.cloud.clock.pendingTimers()).toBe(0);
  });

  it("leaves redirects to the client", async () => {
    expect((await get(documentUrl("/moved"))).status).toBe(301);
    await expect(fetch(documentUrl("/moved"), { redirect: "error" })).rejects.toThrow(TypeError);
    const reply = await fetch(documentUrl("/moved"));
    expect([reply.status, reply.redirected]).toEqual([200, true]);
  });

  it("lets a client give up on a request that hangs", async () => {
    client.cloud.faults.add({ kind: "hang" });
    const gaveUp = new AbortController();
    const reply = fetch(client.request(whoAmI), { signal: gaveUp.signal });
    await expect.poll(() => client.cloud.faults.list()[0]?.hits).toBe(1);
    gaveUp.abort(new Error("gave up"));
    await expect(reply).rejects.toThrow("gave up");
  });

  it("follows redirects, and gives up on those that lead round and round", async () => {
    const { cloud } = client;
    const uri = "http://credentials.simulated.example";
    const moved = await Promise.all(Array.from({ length: 30 }, () => fetch(`${uri}/moved`)));
    for (const reply of moved) expect(await reply.json()).toMatchObject({ Code: "Success" });
    for (let time = 1; time <= 2; time++) {
      const seen = cloud.journal.count();
      await expect(fetch(`${uri}/round-and-round`)).rejects.toThrow(TypeError);
      expect(cloud.journal.count() - seen).toBe(21);
    }
    for (let time = 1; time <= 25; time++)
      expect((await fetch(`${uri}/round-and-round`, { redirect: "manual" })).status).toBe(302);
  });
});
