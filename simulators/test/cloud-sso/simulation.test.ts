import { describe, expect, it } from "vitest";
import { type Fault, simulateCloud } from "../../src/mod.ts";
import { createSsoLogins } from "../../src/services/cloud-sso/logins.ts";
import { admin, createSsoClient, portal, production, ssoWorld } from "../support/cloud-sso.ts";

const wanted = { AccountId: production, AccessConfigurationId: admin };

/** A login and a session, every reply and the journal as text. */
async function run(seed: string): Promise<string> {
  const { cloud, start, poll, post, get } = createSsoClient({ seed });
  const { body } = await start();
  const replies: unknown[] = [body, await poll(body["DeviceCode"])];
  cloud.cloudSso.approve(body["UserCode"] ?? "", { user: "alice" });
  await cloud.advance("5s");
  const token = await poll(body["DeviceCode"]);
  const accessToken = token.body["AccessToken"];
  replies.push(token, await get("/access-assignments/accounts", accessToken));
  replies.push(await post("/cloud-credentials", wanted, accessToken));
  return JSON.stringify([replies, cloud.journal.entries()]);
}

describe("a simulated portal", () => {
  it("answers the same bytes for the same seed", async () => {
    const first = await run("one");
    expect(await run("one")).toBe(first);
    expect(await run("two")).not.toBe(first);
  });

  it("goes back to a snapshot, and to the beginning", async () => {
    const { cloud, start, poll, post } = createSsoClient();
    const { body } = await start();
    const waiting = cloud.snapshot();
    cloud.cloudSso.approve(body["UserCode"] ?? "", { user: "alice" });
    const first = await poll(body["DeviceCode"]);
    cloud.restore(waiting);
    expect((await poll(body["DeviceCode"])).body["ErrorCode"]).toBe("AuthorizationPending");
    expect((await post("/cloud-credentials", wanted, first.body["AccessToken"])).status).toBe(401);
    cloud.reset();
    expect((await poll(body["DeviceCode"])).body["ErrorCode"]).toBe("InvalidDeviceCodeError");
    expect((await start()).body["DeviceCode"]).toBe(body["DeviceCode"]);
  });

  it("keeps no secret in its journal and its errors", async () => {
    const { cloud, start, login, post } = createSsoClient();
    const { body } = await start();
    const token = await login("alice");
    const { body: credentials } = await post("/cloud-credentials", wanted, token);
    await post("/cloud-credentials", { ...wanted, AccountId: token }, token);
    await cloud.fetch(`${portal}/${token}`);
    cloud.expectNoSecrets(cloud.journal.entries(), cloud.journal.print());
    for (const secret of [body["DeviceCode"], token, credentials])
      expect(() => cloud.expectNoSecrets(secret)).toThrow("a secret appears");
  });

  it("lets go what has expired", async () => {
    const { cloud, start, poll } = createSsoClient();
    const { body } = await start();
    for (let hour = 0; hour < 48; hour++) {
      await cloud.advance("1h");
      await start();
      cloud.cloudSso.signIn("alice");
    }
    // Tokens live eight hours, device codes ten minutes.
    expect(cloud.world.use(createSsoLogins).size()).toBeLessThan(12);
    await poll(body["DeviceCode"]);
    expect(cloud.journal.entries().at(-1)?.reason).toBe("no such device code");
  });

  it("takes another host and other errors from the world", async () => {
    const world = ssoWorld({
      signInUrl: "https://sso.company.example:8443/portal/login",
      errors: { AuthorizationPending: { status: 428 }, AccessDenied: { code: "UserSaidNo" } },
    });
    const cloud = simulateCloud({ world });
    const reply = await cloud.fetch("https://sso.company.example:8443/portal/login", {
      redirect: "manual",
    });
    expect(reply.headers.get("location")).toBe("https://sso.company.example:8443/device/code");
    const { start, poll, cloud: other } = createSsoClient({ world });
    const { body } = await start();
    expect((await poll(body["DeviceCode"])).status).toBe(428);
    other.cloudSso.deny(body["UserCode"] ?? "");
    expect((await poll(body["DeviceCode"])).body["ErrorCode"]).toBe("UserSaidNo");
  });

  it.each([
    [
      { assignments: [{ users: ["x"], accountIds: [production], accessConfigurations: ["ReadOnly"] }] },
      'no user "x"',
    ],
    [
      { assignments: [{ users: ["bob"], accountIds: ["1"], accessConfigurations: ["ReadOnly"] }] },
      'no account "1"',
    ],
    [
      { assignments: [{ users: ["bob"], accountIds: [production], accessConfigurations: ["x"] }] },
      'configuration "x"',
    ],
    [{ accounts: [{ accountId: "12345" }] }, "12345"],
  ])("refuses a directory that does not hold: %j", (change, message) => {
    expect(() => simulateCloud({ world: ssoWorld(change) })).toThrow(message);
  });
});

describe("faults of the portal", () => {
  const service = "cloud-sso";
  const operation = "CreateCloudCredential";

  async function credentials(
    fault: Fault,
  ): Promise<{ status: number; text: string; retryAfter: string | null }> {
    const { cloud, login } = createSsoClient();
    const token = await login("alice");
    cloud.faults.add(fault);
    const reply = await cloud.fetch(`${portal}/cloud-credentials`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(wanted),
    });
    return { status: reply.status, text: await reply.text(), retryAfter: reply.headers.get("retry-after") };
  }

  it.each([
    [{ kind: "throttling", retryAfterSeconds: 7 }, 429, '"ErrorCode":"Throttling"'],
    [{ kind: "internal-error" }, 500, '"ErrorCode":"InternalError"'],
    [{ kind: "unavailable" }, 503, '"ErrorCode":"ServiceUnavailable"'],
    [{ kind: "error", code: "InvalidToken" }, 401, '"ErrorCode":"InvalidToken"'],
    [{ kind: "expired-credentials" }, 200, '"Expiration":"2026-01-07T07:59:00Z"'],
    [{ kind: "expired-credentials", agoMs: 3_600_000 }, 200, '"Expiration":"2026-01-07T07:00:00Z"'],
    [{ kind: "wrong-case-keys" }, 200, '"cloudCredential":{"accessKeyId"'],
    [{ kind: "clock-skew", offsetMs: 1_200_000 }, 200, '"Expiration":"2026-01-07T09:20:00Z"'],
  ] as const)("%j", async (fault, status, text) => {
    const reply = await credentials({ ...fault, service, operation, clientKey: "app-vaz16tltdxs96audqf35" });
    expect(reply.status).toBe(status);
    expect(reply.text).toContain(text);
    expect(reply.retryAfter).toBe("retryAfterSeconds" in fault ? "7" : null);
  });

  it("missing-fields leaves out the security token", async () => {
    expect((await credentials({ kind: "missing-fields", service })).text).not.toContain("SecurityToken");
  });

  it("short-access-token lives a minute", async () => {
    const { cloud, start, poll, post } = createSsoClient();
    cloud.faults.add({ kind: "short-access-token", service });
    const { body } = await start();
    cloud.cloudSso.approve(body["UserCode"] ?? "", { user: "alice" });
    const { body: token } = await poll(body["DeviceCode"]);
    expect(token["ExpiresIn"]).toBe(60);
    await cloud.advance("59s");
    expect((await post("/cloud-credentials", wanted, token["AccessToken"])).status).toBe(200);
    await cloud.advance("1s");
    expect((await post("/cloud-credentials", wanted, token["AccessToken"])).status).toBe(401);
  });

  it("error refuses a code that the portal does not have", async () => {
    await expect(credentials({ kind: "error", code: "NoSuchCode", service })).rejects.toThrow(
      'cloud-sso has no error "NoSuchCode"',
    );
  });
});
