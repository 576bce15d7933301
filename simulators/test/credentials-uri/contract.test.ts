import { describe, expect, it } from "vitest";
import { defaultWorld, simulateCloud, type WorldDescription } from "../../src/mod.ts";
import type { CredentialsDocumentDescription } from "../../src/services/credentials-uri/world.ts";
import { type Document, document, keysOf } from "../support/metadata.ts";
import { createClient, roleArn, whoAmI } from "../support/worlds.ts";

const base = "http://credentials.simulated.example";

function world(...documents: CredentialsDocumentDescription[]): WorldDescription {
  return { ...defaultWorld, credentialsUri: { hosts: ["sidecar.internal"], documents } };
}

describe("a document", () => {
  it("holds the credentials of a role as STS knows them", async () => {
    const { cloud, call } = createClient();
    expect(cloud.credentialsDocument().url).toBe(`${base}/reader`);
    const reply = await cloud.fetch(cloud.credentialsDocument().url);
    expect([reply.status, reply.headers.get("content-type")]).toEqual([200, "application/json"]);
    const members = await document(reply);
    expect(Object.keys(members)).toEqual([
      "Code",
      "AccessKeyId",
      "AccessKeySecret",
      "SecurityToken",
      "Expiration",
    ]);
    expect(members).toMatchObject({ Code: "Success", Expiration: "2026-01-07T09:00:00Z" });
    expect(await (await call(whoAmI, { keys: keysOf(members) })).json()).toMatchObject({
      Arn: "acs:ram::1000000000000001:assumed-role/reader/credentials-uri",
    });
    await cloud.advance("1h");
    expect((await call(whoAmI, { keys: keysOf(members) })).status).toBe(400);
  });

  it("is found at the hosts of the world, on path prefixes of loopback, and with any query", async () => {
    const cloud = simulateCloud({ world: world({ path: "/", roleArn: roleArn("reader") }) });
    for (const url of [
      `${base}/?role=x`,
      "https://sidecar.internal/",
      "http://127.0.0.1:1/credentials-uri/",
    ]) {
      expect((await cloud.fetch(url)).status).toBe(200);
    }
  });

  it("is rotated ahead of its expiry, on the clock and at will; both sets work", async () => {
    const { cloud, call } = createClient();
    const { url, rotateCredentials } = cloud.credentialsDocument("/reader");
    const read = (): Promise<Document> => document(cloud.fetch(url));
    const first = await read();
    await cloud.advance("49m 59s");
    expect(await read()).toEqual(first);
    await cloud.advance("1s");
    const second = await read();
    expect(second["Expiration"]).toBe("2026-01-07T09:50:00Z");
    rotateCredentials();
    const third = await read();
    expect(new Set([first, second, third].map((from) => from["AccessKeyId"]))).toHaveProperty("size", 3);
    for (const from of [first, second, third]) {
      expect((await call(whoAmI, { keys: keysOf(from) })).status).toBe(200);
    }
  });

  it("keeps to the life, the overlap and the session name of its description", async () => {
    const { cloud, call } = createClient({
      world: world({
        path: "/mine",
        roleArn: roleArn("partner", "2000000000000002"),
        sessionName: "me@home",
        sessionSeconds: 7200,
        rotateBeforeExpirySeconds: 0,
      }),
    });
    await cloud.advance(7_199_999);
    const from = await document(cloud.fetch(`${base}/mine`));
    expect(from["Expiration"]).toBe("2026-01-07T10:00:00Z");
    expect(await (await call(whoAmI, { keys: keysOf(from) })).json()).toMatchObject({
      Arn: "acs:ram::2000000000000002:assumed-role/partner/me@home",
    });
  });

  it("may ask for a token in the header Authorization", async () => {
    const cloud = simulateCloud();
    const { url, authorizationToken = "" } = cloud.credentialsDocument("/authorized");
    const status = async (authorization?: string): Promise<number> =>
      (await cloud.fetch(url, authorization === undefined ? {} : { headers: { authorization } })).status;
    expect(await status()).toBe(401);
    expect(await status("wrong")).toBe(401);
    expect(await status(authorizationToken)).toBe(200);
    expect(await status(`Bearer ${authorizationToken}`)).toBe(200);
    expect(cloud.journal.entries().map(({ reason }) => reason)).toEqual([
      "the header Authorization is missing",
      "the authorization token is wrong",
      expect.stringContaining("is handed out"),
      expect.stringContaining("is handed out"),
    ]);
    expect(cloud.credentialsDocument("/reader").authorizationToken).toBeUndefined();
  });

  it("takes a token that the world gives", async () => {
    const given = { path: "/x", roleArn: roleArn("reader"), authorizationToken: "a-token-of-mine" };
    const cloud = simulateCloud({ world: world(given) });
    expect((await cloud.fetch(`${base}/x`)).status).toBe(401);
    expect((await cloud.fetch(`${base}/x`, { headers: { authorization: "a-token-of-mine" } })).status).toBe(
      200,
    );
    expect(() => cloud.expectNoSecrets("a-token-of-mine")).toThrow("the authorization token of /x");
  });

  it.each([
    ["http://credentials.simulated.example/raeder", "GET", 404, "no credentials at /raeder; near: /reader"],
    ["http://credentials.simulated.example/reader/", "GET", 404, "no credentials at /reader/; near: /reader"],
    ["http://credentials.simulated.example/reader", "POST", 405, "Credentials are read by GET."],
  ])("is not at %s by %s", async (url, method, status, reason) => {
    const cloud = simulateCloud();
    const reply = await cloud.fetch(url, { method });
    expect(reply.status).toBe(status);
    expect(Object.keys((await reply.json()) as object)).toEqual(["Code", "Message"]);
    expect(cloud.journal.entries()[0]).toMatchObject({
      decision: "denied",
      operation: "GetCredentials",
      reason,
    });
  });
});

describe("a redirect", () => {
  async function location(url: string): Promise<[number, string | null]> {
    const { status, headers } = await simulateCloud().fetch(url, { redirect: "manual" });
    return [status, headers.get("location")];
  }

  it.each([
    [`${base}/moved`, 301, "/reader"],
    ["http://127.0.0.1:1/credentials-uri/moved", 301, "/credentials-uri/reader"],
    [`${base}/elsewhere`, 302, `${base}/reader`],
    [`${base}/round-and-round`, 302, "/round-and-round"],
  ])("at %s is %i to %s", async (url, status, to) => {
    expect(await location(url)).toEqual([status, to]);
  });
});

describe("a description", () => {
  const reader = roleArn("reader");
  it.each<[CredentialsDocumentDescription, string]>([
    [{ path: "/a" }, "either a roleArn or a redirect"],
    [{ path: "/a", roleArn: reader, redirect: { location: "/b" } }, "either a roleArn or a redirect"],
    [{ path: "a", roleArn: reader }, "path"],
    [{ path: "/a", roleArn: reader, sessionSeconds: 900, rotateBeforeExpirySeconds: 900 }, "must be less"],
    [{ path: "/a", roleArn: reader, faults: [{ kind: "hang" } as never] }, "faults"],
    [{ path: "/a", roleArn: reader, faults: [{ kind: "slow-body" } as never] }, "ms"],
    [{ path: "/a", roleArn: roleArn("nobody") }, "no role acs:ram::1000000000000001:role/nobody"],
  ])("must hold: %j", (described, message) => {
    expect(() => simulateCloud({ world: world(described) })).toThrow(message);
  });

  it("has each path once, and something at all to be asked for", () => {
    const one = { path: "/a", roleArn: reader };
    expect(() => simulateCloud({ world: world(one, one) })).toThrow("/a twice");
    expect(() => simulateCloud({ world: world() }).credentialsDocument()).toThrow("at any path");
    expect(() => simulateCloud().credentialsDocument("/b")).toThrow("no credentials at /b");
  });

  it("may give errors another status or code", async () => {
    const errors = { NotFound: { status: 400, code: "NoSuchUri" } };
    const cloud = simulateCloud({ world: { ...defaultWorld, credentialsUri: { documents: [], errors } } });
    const reply = await cloud.fetch(`${base}/`);
    expect([reply.status, await reply.json()]).toMatchObject([400, { Code: "NoSuchUri" }]);
  });
});
