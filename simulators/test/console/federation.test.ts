import { describe, expect, it } from "vitest";
import {
  type Cloud,
  defaultWorld,
  simulateCloud,
  TransportFailure,
  type WorldDescription,
} from "../../src/mod.ts";
import { consoleApp } from "../../src/services/console/mod.ts";
import { assumeAdmin, createClient } from "../support/worlds.ts";

const federation = "https://signin.aliyun.com/federation";
const destination = "https://ecs.console.aliyun.com/home#/";
const aliceKeyId = simulateCloud().accessKey("alice").accessKeyId;
const admin = "acs:ram::1000000000000001:assumed-role/admin/session";

interface Session {
  readonly AccessKeyId: string;
  readonly AccessKeySecret: string;
  readonly SecurityToken: string;
}

async function adminSession(world?: WorldDescription): Promise<{ cloud: Cloud; session: Session }> {
  const { call, cloud } = createClient(world === undefined ? {} : { world });
  const { Credentials } = (await (await call(assumeAdmin)).json()) as { Credentials: Session };
  const { AccessKeyId, AccessKeySecret, SecurityToken } = Credentials;
  return { cloud, session: { AccessKeyId, AccessKeySecret, SecurityToken } };
}

function getToken(cloud: Cloud, fields: object, url = federation): Promise<Response> {
  const body = new URLSearchParams({ Action: "GetSigninToken", TicketType: "mini", ...fields });
  return cloud.fetch(url, { method: "POST", body });
}

async function signinToken(cloud: Cloud, session: Session): Promise<string> {
  const reply = await getToken(cloud, session);
  expect(reply.status).toBe(200);
  return ((await reply.json()) as { SigninToken: string }).SigninToken;
}

function loginUrl(token: string, fields: object = {}, url = federation): string {
  const query = new URLSearchParams({
    Action: "Login",
    LoginUrl: "https://login.example.com/",
    Destination: destination,
    SigninToken: token,
    ...fields,
  });
  return `${url}?${query}`;
}

describe("federation of the console", () => {
  it("gives a SigninToken for a session, and signs in with it", async () => {
    const { cloud, session } = await adminSession();
    const reply = await getToken(cloud, session);
    const body = (await reply.json()) as Record<string, string>;
    expect(Object.keys(body)).toEqual(["RequestId", "SigninToken"]);
    const page = await cloud.fetch(loginUrl(body["SigninToken"] ?? ""), { redirect: "manual" });
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain("Signed in as admin/session");
    expect(html).toContain(admin);
    expect(html).toContain(destination);
    expect(html).toContain("09:00:00 UTC, 7 Jan 2026");
    expect(cloud.console.signIns()).toMatchObject([{ identity: admin, destination }]);
    expect(cloud.journal.entries().slice(-2)).toMatchObject([
      { service: "console", operation: "GetSigninToken", accessKeyId: session.AccessKeyId, identity: admin },
      { service: "console", operation: "Login", decision: "allowed", identity: admin },
    ]);
    cloud.expectNoSecrets(html, cloud.journal.entries());
  });

  it("redirects to the destination where the world says so", async () => {
    const { cloud, session } = await adminSession({
      ...defaultWorld,
      console: { afterLogin: "redirect" },
    });
    const reply = await cloud.fetch(loginUrl(await signinToken(cloud, session)), { redirect: "manual" });
    expect([reply.status, reply.headers.get("location")]).toEqual([302, destination]);
  });

  it("signs in once with a token, within its 30 seconds", async () => {
    const { cloud, session } = await adminSession();
    const first = await signinToken(cloud, session);
    const second = await signinToken(cloud, session);
    await cloud.advance(29_999);
    expect((await cloud.fetch(loginUrl(first))).status).toBe(200);
    expect((await cloud.fetch(loginUrl(first))).status).toBe(403);
    await cloud.advance(1);
    const late = await cloud.fetch(loginUrl(second));
    expect(late.status).toBe(403);
    expect(await late.text()).toContain("The SigninToken is invalid, expired or used before.");
    expect(cloud.journal.entries().slice(-2)).toMatchObject([
      { code: "InvalidSigninToken", reason: "the SigninToken was used before" },
      { code: "InvalidSigninToken", reason: "the SigninToken has expired" },
    ]);
  });

  it("lets a sign-in end with its session, and a token never outlive it", async () => {
    const { cloud, session } = await adminSession();
    await cloud.advance(3_590_000);
    const token = await signinToken(cloud, session);
    expect((await cloud.fetch(loginUrl(await signinToken(cloud, session)))).status).toBe(200);
    expect(cloud.console.signIns()).toHaveLength(1);
    await cloud.advance("10s");
    expect(cloud.console.signIns()).toEqual([]);
    expect((await cloud.fetch(loginUrl(token))).status).toBe(403);
    expect(await (await getToken(cloud, session)).json()).toMatchObject({
      Code: "InvalidSecurityToken.Expired",
    });
  });

  it("goes back with the cloud", async () => {
    const { cloud, session } = await adminSession();
    const token = await signinToken(cloud, session);
    const before = cloud.snapshot();
    expect((await cloud.fetch(loginUrl(token))).status).toBe(200);
    cloud.restore(before);
    expect(cloud.console.signIns()).toEqual([]);
    expect((await cloud.fetch(loginUrl(token))).status).toBe(200);
  });

  it.each<[string, object, number, string]>([
    ["an unknown key", { AccessKeyId: "STS.unknown" }, 404, "InvalidAccessKeyId.NotFound"],
    ["another secret", { AccessKeySecret: "wrong" }, 403, "InvalidAccessKeySecret"],
    ["a damaged token", { SecurityToken: "CAISwrong" }, 403, "InvalidSecurityToken.Malformed"],
    ["no secret", { AccessKeySecret: "" }, 400, "MissingParameter"],
    ["no token", { SecurityToken: "" }, 400, "MissingParameter"],
    ["a strange ticket", { TicketType: "maxi" }, 400, "InvalidParameter"],
    ["a strange action", { Action: "GetSignInToken" }, 404, "InvalidAction.NotFound"],
    ["a long-term key", { AccessKeyId: aliceKeyId }, 403, "NoPermission.NotAssumedRole"],
  ])("refuses a SigninToken for %s", async (_, fields, status, code) => {
    const { cloud, session } = await adminSession();
    const reply = await getToken(cloud, { ...session, ...fields });
    expect(reply.status).toBe(status);
    const body = (await reply.json()) as object;
    expect(body).toMatchObject({ Code: code, RequestId: expect.any(String) });
    cloud.expectNoSecrets(body, cloud.journal.entries());
  });

  it("refuses the session of a user, who assumed no role", async () => {
    const cloud = simulateCloud();
    const { accessToken } = cloud.oauth.signIn("alice");
    const headers = { authorization: `Bearer ${accessToken}` };
    const exchanged = await cloud.fetch("https://oauth.aliyun.com/v1/exchange", { method: "POST", headers });
    const { accessKeyId, accessKeySecret, securityToken } = (await exchanged.json()) as Record<
      string,
      string
    >;
    const session = {
      AccessKeyId: accessKeyId,
      AccessKeySecret: accessKeySecret,
      SecurityToken: securityToken,
    };
    expect(await (await getToken(cloud, session)).json()).toMatchObject({
      Code: "NoPermission.NotAssumedRole",
    });
  });

  it.each([
    ["http://ecs.console.aliyun.com/", "plain HTTP"],
    ["https://aliyun.com.example/", "a host that begins like an official one"],
    ["https://evil-aliyun.com/", "a host that ends like an official one"],
    ["https://aliyun.com@example.com/", "a user name"],
    ["/relative", "a relative address"],
  ])("refuses the destination %s: %s", async (address) => {
    const { cloud, session } = await adminSession();
    const token = await signinToken(cloud, session);
    expect((await cloud.fetch(loginUrl(token, { Destination: address }))).status).toBe(400);
    expect(cloud.journal.entries().at(-1)).toMatchObject({ code: "InvalidDestination" });
    expect((await cloud.fetch(loginUrl(token))).status).toBe(200);
  });

  it("keeps the sites apart, and answers anywhere else for both", async () => {
    const { cloud, session } = await adminSession();
    const token = await signinToken(cloud, session);
    const other = "https://signin.alibabacloud.com/federation";
    expect((await cloud.fetch(loginUrl(token, {}, other))).status).toBe(403);
    const local = "http://localhost/federation";
    const reply = await getToken(cloud, session, local);
    const { SigninToken = "" } = (await reply.json()) as Record<string, string>;
    expect((await cloud.fetch(loginUrl(SigninToken, {}, "http://127.0.0.1/console/federation"))).status).toBe(
      200,
    );
    expect(
      (await consoleApp(cloud).request(loginUrl(token, {}, "https://box.example/federation"))).status,
    ).toBe(403);
  });

  it("shares its hosts with the OAuth service", async () => {
    const cloud = simulateCloud();
    expect((await cloud.fetch("https://signin.aliyun.com/oauth2/v1/auth")).status).toBe(400);
    expect((await cloud.fetch(federation)).status).toBe(400);
    expect(cloud.journal.entries().map(({ service }) => service)).toEqual(["oauth", "console"]);
    await expect(cloud.fetch("http://signin.aliyun.com/federation")).rejects.toThrow(TypeError);
    await expect(consoleApp(cloud).request("http://signin.aliyun.com/federation")).rejects.toThrow(
      TransportFailure,
    );
  });

  it("notes secrets in the address", async () => {
    const { cloud, session } = await adminSession();
    const query = new URLSearchParams({ Action: "GetSigninToken", ...session });
    expect((await cloud.fetch(`${federation}?${query}`)).status).toBe(200);
    expect(cloud.journal.entries().at(-1)?.reason).toContain("in the address");
    await signinToken(cloud, session);
    expect(cloud.journal.entries().at(-1)?.reason).toBeUndefined();
  });

  it("refuses a body that is not a form", async () => {
    const cloud = simulateCloud();
    const reply = await cloud.fetch(`${federation}?Action=GetSigninToken`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect(await reply.json()).toMatchObject({ Code: "InvalidContentType" });
  });

  it("answers faults in its own form", async () => {
    const cloud = simulateCloud();
    cloud.faults.add({ kind: "throttling", service: "console", operation: "GetSigninToken" });
    const reply = await getToken(cloud, {});
    expect(reply.status).toBe(429);
    expect(await reply.json()).toMatchObject({ Code: "Throttling" });
  });
});
