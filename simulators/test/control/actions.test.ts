import { describe, expect, it } from "vitest";
import { defaultServices, simulateCloud } from "../../src/mod.ts";
import { type ClockReport, createControl } from "../../src/reach/control/mod.ts";
import { createSsoClient } from "../support/cloud-sso.ts";
import { readCredentials } from "../support/metadata.ts";
import { createOAuthClient } from "../support/oauth.ts";
import { assumeAdmin, whoAmI } from "../support/worlds.ts";
import { control, controlOf, token } from "./support.ts";

describe("people", () => {
  it("approve and deny devices", async () => {
    const sso = createSsoClient();
    const { ask, json } = controlOf(sso.cloud);
    const code = (await sso.start()).body["UserCode"] ?? "";
    expect(await json("GET", "logins")).toEqual({
      logins: [{ userCode: code }],
      users: expect.arrayContaining(["alice"]),
    });
    expect((await ask("POST", `logins/${code}/approve`, { user: "nobody" })).status).toBe(400);
    expect((await ask("POST", `logins/${code}/approve`, { user: "alice" })).status).toBe(204);
    expect((await ask("POST", `logins/${code}/deny`)).status).toBe(400);
    expect(await json("GET", "logins")).toMatchObject({ logins: [] });
    const other = (await sso.start()).body["UserCode"] ?? "";
    expect((await ask("POST", `logins/${other}/deny`)).status).toBe(204);
    expect(await json("POST", "cloud-sso/sign-in", { user: "alice" })).toEqual({
      accessToken: expect.stringContaining("Cnry"),
      expiresAt: "2026-01-07T16:00:00.000Z",
    });
    expect((await ask("POST", "cloud-sso/sign-in", { user: "alice", more: 1 })).status).toBe(400);
  });

  it("approve and deny what an authorization address asks for, and sign in", async () => {
    const { json, ask } = control();
    const url = createOAuthClient().authorizeUrl();
    expect(await json("POST", "oauth/approve", { url, user: "alice" })).toEqual({
      location: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/cli\/callback\?.*code=/),
    });
    expect(await json("POST", "oauth/deny", { url })).toEqual({
      location: expect.stringContaining("error=access_denied"),
    });
    expect((await ask("POST", "oauth/approve", { url: "not one", user: "alice" })).status).toBe(400);
    expect(await json("POST", "oauth/sign-in", { user: "alice", site: "INTL" })).toEqual({
      accessToken: expect.any(String),
      refreshToken: expect.any(String),
      expiresAt: expect.any(String),
    });
  });
});

describe("operators", () => {
  it("switch keys off and on", async () => {
    const { client, ask, json } = control();
    type Keys = { readonly keys: readonly { readonly id: string; readonly active: boolean }[] };
    const { keys } = await json<Keys>("PUT", "keys/alice", { active: false });
    expect(keys.find(({ id }) => id.includes("Alice"))).toEqual({
      id: "LTAI5tAliceMayAssume0001",
      owner: "acs:ram::1000000000000001:user/alice",
      active: false,
    });
    expect((await client.call(whoAmI)).status).not.toBe(200);
    await json("PUT", "keys/LTAI5tAliceMayAssume0001", { active: true });
    expect((await client.call(whoAmI)).status).toBe(200);
    expect(await json("GET", "keys/bob/secret")).toEqual(client.cloud.accessKey("bob"));
    client.cloud.expectNoSecrets(await json("GET", "keys"));
    expect(await (await ask("PUT", "keys/alicia", { active: true })).text()).toContain("near: alice");
  });

  it("attach roles, harden metadata and rotate", async () => {
    const { client, ask, json } = control();
    const { id } = client.cloud.ecsInstance();
    const before = await readCredentials(client.cloud);
    expect((await ask("POST", `instances/${id}/rotate`)).status).toBe(204);
    expect(await readCredentials(client.cloud)).not.toEqual(before);
    expect(
      await json("PUT", `instances/${id}`, { roleName: null, metadata: { httpTokens: "required" } }),
    ).toEqual({ id, roleName: null, metadata: { httpEndpoint: "enabled", httpTokens: "required" } });
    expect(client.cloud.ecsInstance().roleName()).toBeUndefined();
    expect(await json("GET", "instances")).toMatchObject({ instances: [{ id, roleName: null }] });
    expect((await ask("PUT", `instances/${id}`, { roleName: "nobody" })).status).toBe(400);
    expect((await ask("PUT", "instances/none", {})).status).toBe(400);
  });

  it("rotate documents and the keys of issuers, and mint tokens", async () => {
    const { client, ask, json } = control();
    const read = async (): Promise<unknown> =>
      (await client.cloud.fetch(client.cloud.credentialsDocument("/reader").url)).json();
    const before = await read();
    expect((await ask("POST", "documents/rotate", { path: "/reader" })).status).toBe(204);
    expect(await read()).not.toEqual(before);
    expect((await ask("POST", "documents/rotate", { path: "/none" })).status).toBe(400);
    expect((await ask("POST", "issuers/mint", { key: "previous" })).status).toBe(400);
    expect((await ask("POST", "issuers/rotate", {})).status).toBe(204);
    expect(client.cloud.oidcIssuer().jwks().keys).toHaveLength(2);
    const minted = await json<{ token: string }>("POST", "issuers/mint", { claims: { sub: "me" } });
    expect(minted.token.split(".")).toHaveLength(3);
  });

  it("of a cloud without a service are told so", async () => {
    const [sts] = defaultServices;
    const api = createControl(simulateCloud({ services: [sts] }), { token });
    const headers = { authorization: `Bearer ${token}` };
    const reply = await api.fetch(new Request("http://localhost/_alicred/logins", { headers }));
    expect(reply.status).toBe(404);
    expect(await reply.json()).toMatchObject({ reason: "this cloud has no service that adds cloudSso" });
  });
});

describe("an assertion", () => {
  it("holds or shows what there is instead", async () => {
    const { client, ask, json } = control();
    await client.call(assumeAdmin);
    const where = { operation: "AssumeRole", decision: "allowed" };
    expect(await json("POST", "assert", { where })).toEqual({ count: 1 });
    expect(await json("POST", "assert", { where, count: 1 })).toEqual({ count: 1 });
    expect(await json("POST", "assert", { where: { status: 404 }, atMost: 0 })).toEqual({ count: 0 });
    const refuted = await ask("POST", "assert", { where, count: 2 });
    expect(refuted.status).toBe(409);
    expect(await refuted.json()).toEqual({
      error: "refuted",
      reason: expect.stringMatching(/^1 entries with operation AssumeRole, decision allowed, not 2\n.*sts/s),
    });
    for (const body of [
      { where: { operation: "AsumeRole" } },
      { where: { status: "ok" } },
      { count: 1, atMost: 2 },
    ])
      expect((await ask("POST", "assert", body)).status).toBe(400);
  });

  it("finds secrets in a text, and says whose they are", async () => {
    const { client, ask } = control();
    const { accessKeySecret } = client.cloud.accessKey("alice");
    expect((await ask("POST", "assert/no-secrets", { text: "nothing here" })).status).toBe(204);
    const found = await ask("POST", "assert/no-secrets", { text: `key=${accessKeySecret}` });
    expect(found.status).toBe(409);
    const text = await found.text();
    expect(text).toContain("Alice");
    client.cloud.expectNoSecrets(text);
  });
});

describe("a restart", () => {
  it("puts the clock to the time of the machine, and forgets what happened", async () => {
    const { client, json } = control();
    await client.call(whoAmI);
    await json("POST", "faults", { kind: "throttling" });
    const before = Date.now();
    const { nowMs } = await json<ClockReport>("POST", "restart");
    expect(nowMs).toBeGreaterThanOrEqual(before);
    expect(nowMs).toBeLessThanOrEqual(Date.now());
    expect(await json("GET", "journal/count")).toEqual({ count: 0 });
    expect(await json("GET", "faults")).toEqual({ faults: [] });
  });
});
