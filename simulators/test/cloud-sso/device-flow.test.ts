import { describe, expect, it } from "vitest";
import { clientId, createSsoClient, portal, ssoWorld } from "../support/cloud-sso.ts";
import { challenge, verifier } from "../support/pkce.ts";

const uuid = /^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/;

describe("device authorization", () => {
  it("gives a device code, a user code and where to enter it", async () => {
    const { start } = createSsoClient();
    const { status, body } = await start();
    expect(status).toBe(200);
    expect(body).toEqual({
      DeviceCode: expect.stringMatching(/^\w{43}$/),
      ExpiresIn: 600,
      Interval: 5,
      RequestId: expect.stringMatching(uuid),
      UserCode: expect.stringMatching(/^[B-Z]{4}-[B-Z]{4}$/),
      VerificationUri: `${portal}/device/code`,
      VerificationUriComplete: `${portal}/device/code?user_code=${body["UserCode"]}`,
    });
  });

  it.each([
    ["PortalUrl", undefined, "MissingParameter", "PortalUrl is mandatory for this action."],
    ["PortalUrl", "start/login", "InvalidParameter", "The parameter PortalUrl is not valid."],
    ["ClientId", "", "MissingParameter", "ClientId is mandatory for this action."],
    ["ClientId", "app-other", "InvalidClient", "The client is unknown."],
    ["CodeChallenge", undefined, "MissingParameter", "CodeChallenge is mandatory for this action."],
    ["CodeChallenge", verifier, "InvalidParameter", "The parameter CodeChallenge is not valid."],
    ["CodeChallenge", 43, "InvalidParameter", "The parameter CodeChallenge is not valid."],
    ["CodeChallengeMethod", "plain", "InvalidParameter", "The parameter CodeChallengeMethod is not valid."],
  ])("refuses %s = %j: %s", async (name, value, code, message) => {
    const { start, cloud } = createSsoClient();
    const { status, body } = await start({ [name]: value });
    expect(status).toBe(400);
    expect(body).toEqual({
      ErrorCode: code,
      ErrorMessage: message,
      RequestId: expect.stringMatching(uuid),
    });
    expect(cloud.journal.entries().at(-1)).toMatchObject({
      service: "cloud-sso",
      operation: "StartDeviceAuthorization",
      decision: "denied",
      code,
      requestId: body["RequestId"],
    });
  });

  it("takes the clients that the world names", async () => {
    const { start } = createSsoClient({ world: ssoWorld({ clientIds: ["app-other"] }) });
    expect((await start({ ClientId: "app-other" })).status).toBe(200);
  });
});

describe("the token of a device", () => {
  it("is pending, then granted once, for eight hours", async () => {
    const { start, poll, cloud } = createSsoClient();
    const { body } = await start();
    const pending = await poll(body["DeviceCode"]);
    expect(pending).toMatchObject({
      status: 400,
      body: { ErrorCode: "AuthorizationPending", ErrorMessage: "The device is pending." },
    });
    expect(cloud.cloudSso.pending()).toEqual([body["UserCode"]]);
    cloud.cloudSso.approve(body["UserCode"] ?? "", { user: "alice" });
    expect(cloud.cloudSso.pending()).toEqual([]);
    await cloud.advance("5s");
    const granted = await poll(body["DeviceCode"]);
    expect(granted.body).toEqual({
      AccessToken: expect.stringMatching(/^Cnry/),
      ExpiresIn: 28_800,
      RequestId: expect.stringMatching(uuid),
      TokenType: "Bearer",
    });
    expect(cloud.journal.entries().at(-1)).toMatchObject({
      operation: "CreateAccessToken",
      clientKey: clientId,
      identity: "cloudsso:user/alice",
      decision: "allowed",
    });
    await cloud.advance("5s");
    expect((await poll(body["DeviceCode"])).body["ErrorCode"]).toBe("InvalidDeviceCodeError");
  });

  it("is refused after a denial", async () => {
    const { start, poll, cloud } = createSsoClient();
    const { body } = await start();
    cloud.cloudSso.deny(body["UserCode"] ?? "");
    expect(await poll(body["DeviceCode"])).toMatchObject({
      status: 400,
      body: { ErrorCode: "AccessDenied" },
    });
  });

  it("is to be had for 600 s, and not a moment longer", async () => {
    const { start, poll, cloud } = createSsoClient();
    const { body } = await start();
    await cloud.advance(599_999);
    expect((await poll(body["DeviceCode"])).body["ErrorCode"]).toBe("AuthorizationPending");
    await cloud.advance(1);
    expect((await poll(body["DeviceCode"])).body["ErrorCode"]).toBe("InvalidDeviceCodeError");
    expect(cloud.journal.entries().at(-1)?.reason).toBe("the device code has expired");
    expect(() => cloud.cloudSso.approve(body["UserCode"] ?? "", { user: "alice" })).toThrow("waiting: none");
  });

  it.each([
    ["CodeVerifier", undefined, "MissingParameter"],
    ["CodeVerifier", `${verifier.slice(0, -1)}X`, "InvalidCodeVerifier"],
    ["CodeVerifier", challenge(), "InvalidCodeVerifier"],
    ["CodeVerifier", "short", "InvalidCodeVerifier"],
    ["DeviceCode", "none", "InvalidDeviceCodeError"],
    ["ClientId", "app-other", "InvalidClient"],
    ["ClientId", "app-third", "InvalidClient"],
    ["GrantType", "authorization_code", "UnsupportedGrantType"],
  ])("is refused when %s is %s: %s, also once approved", async (name, value, code) => {
    const { start, poll, cloud } = createSsoClient({ world: ssoWorld({ clientIds: ["app-other"] }) });
    const { body } = await start();
    expect((await poll(body["DeviceCode"], { [name]: value })).body["ErrorCode"]).toBe(code);
    cloud.cloudSso.approve(body["UserCode"] ?? "", { user: "alice" });
    expect((await poll(body["DeviceCode"], { [name]: value })).body["ErrorCode"]).toBe(code);
    expect((await poll(body["DeviceCode"])).status).toBe(200);
  });
});

describe("polling before the interval is over", () => {
  it.each([
    [undefined, "AuthorizationPending", "AuthorizationPending"],
    ["ignore", "AuthorizationPending", "AuthorizationPending"],
    ["slow-down", "SlowDown", "AuthorizationPending"],
    ["void", "InvalidDeviceCodeError", "InvalidDeviceCodeError"],
  ] as const)("tooFastPolling %s: %s, later %s", async (tooFastPolling, soon, later) => {
    const { start, poll, cloud } = createSsoClient({ world: ssoWorld({ tooFastPolling }) });
    const { body } = await start();
    expect((await poll(body["DeviceCode"])).body["ErrorCode"]).toBe("AuthorizationPending");
    await cloud.advance(4999);
    expect((await poll(body["DeviceCode"])).body["ErrorCode"]).toBe(soon);
    expect(cloud.journal.entries().at(-1)?.reason).toContain("polled too fast");
    await cloud.advance(5000);
    expect((await poll(body["DeviceCode"])).body["ErrorCode"]).toBe(later);
  });

  it("never delays a token that is granted", async () => {
    const { start, poll, cloud } = createSsoClient({ world: ssoWorld({ tooFastPolling: "slow-down" }) });
    const { body } = await start();
    await poll(body["DeviceCode"]);
    cloud.cloudSso.approve(body["UserCode"] ?? "", { user: "alice" });
    expect((await poll(body["DeviceCode"])).status).toBe(200);
  });
});

describe("the person at the portal", () => {
  it("may write the code in any case, without the hyphen", async () => {
    const { start, poll, cloud } = createSsoClient();
    const { body } = await start();
    cloud.cloudSso.approve((body["UserCode"] ?? "").toLowerCase().replace("-", " "), { user: "bob" });
    expect((await poll(body["DeviceCode"])).status).toBe(200);
  });

  it("must be a user, and the code must wait", async () => {
    const { start, cloud } = createSsoClient();
    const { body } = await start();
    const code = body["UserCode"] ?? "";
    expect(() => cloud.cloudSso.approve(code, { user: "mallory" })).toThrow(
      'no user "mallory"; it has: alice, bob',
    );
    expect(() => cloud.cloudSso.approve("AAAA-AAAA", { user: "alice" })).toThrow(`waiting: ${code}`);
    cloud.cloudSso.deny(code);
    expect(() => cloud.cloudSso.deny(code)).toThrow("no device waits");
  });
});
