import { describe, expect, it } from "vitest";
import type { Cloud } from "../../src/mod.ts";
import { createSsoClient, portal } from "../support/cloud-sso.ts";

const page = `${portal}/device/code`;

function decide(
  cloud: Cloud,
  userCode: string | undefined,
  form: Record<string, string>,
  origin: string | undefined = portal,
): Promise<Response> {
  return cloud.fetch(`${page}?user_code=${userCode}`, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      ...(origin !== "" && { origin }),
    },
    body: new URLSearchParams(form).toString(),
    redirect: "manual",
  });
}

describe("the page at the verification address", () => {
  it("is reached from the sign-in address, and asks for the code", async () => {
    const { cloud } = createSsoClient();
    const redirect = await cloud.fetch(`${portal}/start/login`, { redirect: "manual" });
    expect(redirect.status).toBe(302);
    expect(redirect.headers.get("location")).toBe(page);
    const reply = await cloud.fetch(page);
    expect(reply.status).toBe(200);
    expect(await reply.text()).toMatch(/<form method="get">[\s\S]*name="user_code"/);
  });

  it("loads nothing, runs nothing and may not be framed", async () => {
    const { cloud } = createSsoClient();
    const { headers } = await cloud.fetch(page);
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
    );
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("referrer-policy")).toBe("same-origin");
  });

  it("shows the code, the client and every user of the directory", async () => {
    const { cloud, start } = createSsoClient();
    const { body } = await start();
    const html = await (await cloud.fetch(body["VerificationUriComplete"] ?? "")).text();
    for (const part of [
      body["UserCode"],
      "app-vaz16tltdxs96audqf35",
      "Alice Anders",
      "Bob Berg",
      "08:10:00 UTC",
    ])
      expect(html).toContain(part);
    expect(html).not.toContain(body["DeviceCode"]);
  });

  it("escapes what it shows", async () => {
    const { cloud } = createSsoClient();
    const html = await (await cloud.fetch(`${page}?user_code=%3Cscript%3Ealert(1)%3C/script%3E`)).text();
    expect(html).toContain("unknown or has expired");
    expect(html).not.toContain("<script");
  });

  it("approves, and shows so again when it is loaded again", async () => {
    const { cloud, start, poll } = createSsoClient();
    const { body } = await start();
    const reply = await decide(cloud, body["UserCode"], { user: "alice", decision: "approve" });
    expect(reply.status).toBe(303);
    expect(reply.headers.get("location")).toBe(`?user_code=${body["UserCode"]}`);
    expect(cloud.journal.entries().at(-1)).toMatchObject({
      operation: "DecideOnDevice",
      decision: "allowed",
      identity: "cloudsso:user/alice",
    });
    expect((await poll(body["DeviceCode"])).status).toBe(200);
    const html = await (await cloud.fetch(`${page}?user_code=${body["UserCode"]}`)).text();
    expect(html).toContain("It acts for Alice Anders.");
    expect(html).not.toContain("<form");
  });

  it("denies", async () => {
    const { cloud, start, poll } = createSsoClient();
    const { body } = await start();
    await decide(cloud, body["UserCode"], { decision: "deny" });
    expect((await poll(body["DeviceCode"])).body["ErrorCode"]).toBe("AccessDenied");
    expect(await (await cloud.fetch(`${page}?user_code=${body["UserCode"]}`)).text()).toContain(
      "Device turned away",
    );
  });

  it("decides once", async () => {
    const { cloud, start, poll } = createSsoClient();
    const { body } = await start();
    await decide(cloud, body["UserCode"], { decision: "deny" });
    const late = await decide(cloud, body["UserCode"], { user: "alice", decision: "approve" });
    expect(await late.text()).toContain("Device turned away");
    expect((await poll(body["DeviceCode"])).body["ErrorCode"]).toBe("AccessDenied");
  });

  it.each([
    ["nobody", { decision: "approve" }, "Choose who signs in."],
    ["a stranger", { user: "mallory", decision: "approve" }, "Choose who signs in."],
    ["no decision", { user: "alice" }, "Approve or deny."],
  ])("asks again for %s", async (_, form, message) => {
    const { cloud, start, poll } = createSsoClient();
    const { body } = await start();
    const reply = await decide(cloud, body["UserCode"], form);
    expect(reply.status).toBe(400);
    expect(await reply.text()).toContain(`<p class="alert" role="alert" id="problem">${message}</p>`);
    expect((await poll(body["DeviceCode"])).body["ErrorCode"]).toBe("AuthorizationPending");
  });

  it.each([
    ["another origin", "https://evil.example"],
    ["a page without origin", "null"],
    ["another scheme", portal.replace("https", "http")],
    ["no page", ""],
  ])("takes no decision from %s", async (_, origin) => {
    const { cloud, start, poll } = createSsoClient();
    const { body } = await start();
    const reply = await decide(cloud, body["UserCode"], { user: "alice", decision: "approve" }, origin);
    expect(reply.status).toBe(403);
    expect(cloud.journal.entries().at(-1)).toMatchObject({ decision: "denied", code: "CrossOrigin" });
    expect((await poll(body["DeviceCode"])).body["ErrorCode"]).toBe("AuthorizationPending");
  });

  it("knows a code for 600 s", async () => {
    const { cloud, start } = createSsoClient();
    const { body } = await start();
    await cloud.advance("10m");
    const reply = await decide(cloud, body["UserCode"], { user: "alice", decision: "approve" });
    expect(reply.status).toBe(404);
    expect(await reply.text()).toContain("unknown or has expired");
  });
});
