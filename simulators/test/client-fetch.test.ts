import { describe, expect, it } from "vitest";
import { defaultWorld, simulateCloud, type WorldDescription } from "../src/mod.ts";
import { createSsoClient, portal } from "./support/cloud-sso.ts";
import { createClient, roleArn, whoAmI } from "./support/worlds.ts";

const documents = "http://credentials.simulated.example";

type Documents = NonNullable<WorldDescription["credentialsUri"]>["documents"];

function documentsWorld(described: Documents): WorldDescription {
  return { ...defaultWorld, credentialsUri: { documents: described } };
}

describe("a redirect", () => {
  it("is followed, as fetch does", async () => {
    const { cloud } = createClient();
    for (const path of ["/moved", "/elsewhere"]) {
      const reply = await cloud.fetch(documents + path);
      expect([reply.status, reply.redirected, reply.url]).toEqual([200, true, `${documents}/reader`]);
      expect(await reply.json()).toMatchObject({ Code: "Success" });
    }
    expect(cloud.journal.entries().map(({ path, status }) => `${path} ${status}`)).toEqual([
      "/moved 301",
      "/reader 200",
      "/elsewhere 302",
      "/reader 200",
    ]);
  });

  it("is an error, or is left to the client, where that is asked for", async () => {
    const { cloud } = createClient();
    await expect(cloud.fetch(`${documents}/moved`, { redirect: "error" })).rejects.toMatchObject({
      name: "TypeError",
      cause: { message: "unexpected redirect" },
    });
    const reply = await cloud.fetch(new Request(`${documents}/moved`, { redirect: "manual" }));
    expect([reply.status, reply.redirected, reply.headers.get("location")]).toEqual([301, false, "/reader"]);
    expect((await cloud.receive(new Request(`${documents}/moved`))).status).toBe(301);
  });

  it("is followed twenty times, not forever", async () => {
    const { cloud } = createClient();
    await expect(cloud.fetch(`${documents}/round-and-round`)).rejects.toMatchObject({
      name: "TypeError",
      cause: { message: "redirect count exceeded" },
    });
    expect(cloud.journal.count()).toBe(21);
  });

  it("after a form asks by GET", async () => {
    const { cloud, start } = createSsoClient();
    const { body } = await start();
    const reply = await cloud.fetch(`${portal}/device/code?user_code=${body["UserCode"]}`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", origin: portal },
      body: new URLSearchParams({ user: "alice", decision: "approve" }).toString(),
    });
    expect(await reply.text()).toContain("It acts for Alice Anders.");
    expect(cloud.journal.entries().at(-1)).toMatchObject({ method: "GET", status: 200 });
  });

  it("takes the authorization along within an origin alone", async () => {
    const { cloud } = createClient({
      world: documentsWorld([
        { path: "/here", redirect: { location: "/authorized" } },
        { path: "/away", redirect: { location: `${documents}:8080/authorized` } },
        { path: "/authorized", roleArn: roleArn("reader"), requiresAuthorization: true },
      ]),
    });
    const headers = { authorization: cloud.credentialsDocument("/authorized").authorizationToken ?? "" };
    expect((await cloud.fetch(`${documents}/here`, { headers })).status).toBe(200);
    const reply = await cloud.fetch(`${documents}/away`, { headers });
    expect([reply.status, reply.url]).toEqual([401, `${documents}:8080/authorized`]);
  });

  it.each(["ftp://sts.aliyuncs.com/", "http://["])("to %s cannot be followed", async (location) => {
    const { cloud } = createClient({ world: documentsWorld([{ path: "/away", redirect: { location } }]) });
    await expect(cloud.fetch(`${documents}/away`)).rejects.toThrow(TypeError);
  });
});

describe("a client that gives up", () => {
  it("sends nothing when it gave up before", async () => {
    const { cloud, request } = createClient();
    const signal = AbortSignal.abort(new Error("gave up"));
    await expect(cloud.fetch(`${documents}/reader`, { signal })).rejects.toThrow("gave up");
    await expect(cloud.fetch(new Request(request(whoAmI), { signal }))).rejects.toThrow("gave up");
    expect(cloud.journal.count()).toBe(0);
  });

  it.each([
    { kind: "slow-body", ms: 3_600_000 },
    { kind: "slow-reset", ms: 3_600_000 },
  ] as const)("on a body has its reading fail at once: $kind", async (fault) => {
    const { cloud, request } = createClient();
    cloud.faults.add(fault);
    const gaveUp = new AbortController();
    const reply = await cloud.fetch(new Request(request(whoAmI), { signal: gaveUp.signal }));
    const failed = expect(reply.text()).rejects.toThrow("gave up");
    await cloud.advance("10s");
    expect(cloud.clock.pendingTimers()).toBe(1);
    gaveUp.abort(new Error("gave up"));
    await failed;
    expect(cloud.clock.pendingTimers()).toBe(0);
  });

  it("of a document that is slow by itself has its reading fail at once", async () => {
    const { cloud } = createClient();
    const gaveUp = new AbortController();
    const reply = await cloud.fetch(`${documents}/variants/slow`, { signal: gaveUp.signal });
    const failed = expect(reply.text()).rejects.toThrow("gave up");
    await cloud.advance("1s");
    gaveUp.abort(new Error("gave up"));
    await failed;
    expect(cloud.clock.pendingTimers()).toBe(0);
  });

  it("after the body came has lost nothing", async () => {
    const { cloud } = createClient();
    cloud.faults.add({ kind: "slow-body", ms: 1000 });
    const gaveUp = new AbortController();
    const reply = await cloud.fetch(`${documents}/reader`, { signal: gaveUp.signal });
    const text = reply.text();
    await cloud.advance("1s");
    gaveUp.abort();
    expect(JSON.parse(await text)).toMatchObject({ Code: "Success" });
  });
});

it("a request whose body was sent before is refused, as fetch does", async () => {
  const cloud = simulateCloud();
  const request = new Request("https://sts.aliyuncs.com/", { method: "POST", body: "Action=AssumeRole" });
  expect((await cloud.fetch(request)).ok).toBe(false);
  await expect(cloud.fetch(request)).rejects.toThrow(TypeError);
  expect(cloud.journal.count()).toBe(1);
});
