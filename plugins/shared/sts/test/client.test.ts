import { Credentials, changedContext } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { expect, test, vi } from "vitest";
import { callAssumeRole, getCallerIdentity, rpcSignature, type StsCallOptions } from "../src/mod.ts";
import { type Bench, bench, KEY, refusal, SESSION, START_MS } from "./support.ts";

const ROLE = { roleArn: "acs:ram::123456789012:role/r", roleSessionName: "alice" };

function call({ context }: Bench, options?: StsCallOptions): Promise<Credentials> {
  return callAssumeRole(context, KEY, ROLE, options);
}

test("AssumeRole with ACS3: parameters in the query, nothing secret in the URL, no body", async () => {
  const table = bench([SESSION]);
  const parameters = { ...ROLE, durationSeconds: 900, policy: '{"Version":"1"}', externalId: "a=b" };
  const credentials = await callAssumeRole(table.context, KEY, parameters);
  expect(credentials).toMatchObject({
    accessKeyId: "STS.new",
    accessKeySecret: "new-secret",
    securityToken: "new-token",
    expiresAtMs: Date.parse("2026-01-07T09:00:00Z"),
    provenance: ["base"],
  });
  const [request] = table.sent;
  expect(request).toMatchObject({ method: "POST", redirect: "manual" });
  expect(request).not.toHaveProperty("body");
  const url = new URL(request?.url ?? "");
  expect(url.origin).toBe("https://sts.aliyuncs.com");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    DurationSeconds: "900",
    ExternalId: "a=b",
    Policy: '{"Version":"1"}',
    RoleArn: ROLE.roleArn,
    RoleSessionName: "alice",
  });
  expect(request?.headers).toMatchObject({
    accept: "application/json",
    "x-acs-action": "AssumeRole",
    "x-acs-version": "2015-04-01",
    "x-acs-date": "2026-01-07T08:00:00Z",
    "x-acs-security-token": "canary-token",
    "x-acs-accesskey-id": "STS.testId",
  });
});

test("AssumeRole with the RPC signature: everything in a form body, because the token is a parameter", async () => {
  const table = bench([SESSION]);
  await call(table, { signature: rpcSignature });
  const [request] = table.sent;
  expect(request?.url).toBe("https://sts.aliyuncs.com/");
  expect(request?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
  const form = Object.fromEntries(new URLSearchParams(request?.body));
  expect(form).toMatchObject({
    Action: "AssumeRole",
    Format: "JSON",
    Version: "2015-04-01",
    AccessKeyId: "STS.testId",
    SecurityToken: "canary-token",
    SignatureMethod: "HMAC-SHA1",
    RoleSessionName: "alice",
  });
  expect(form).not.toHaveProperty("DurationSeconds");
});

test("GetCallerIdentity of a role: what is empty or no text is missing", async () => {
  const body = {
    AccountId: "1",
    Arn: "acs:ram::1:assumed-role/r/s",
    IdentityType: "AssumedRoleUser",
    PrincipalId: "3:s",
    RoleId: "3",
    UserId: "",
    RequestId: 7,
  };
  const identity = await getCallerIdentity(bench([{ body }]).context, KEY);
  expect(identity).toMatchObject({ roleId: "3", userId: undefined, requestId: undefined });
  await expect(getCallerIdentity(bench([{ body: { ...body, Arn: "" } }]).context, KEY)).rejects.toThrow(
    /Arn is missing/,
  );
});

test("GetCallerIdentity", async () => {
  const identity = {
    AccountId: "1",
    Arn: "acs:ram::1:user/alice",
    IdentityType: "RAMUser",
    PrincipalId: "2",
  };
  const table = bench([{ body: { ...identity, UserId: "2", RequestId: "req-3" } }]);
  await expect(getCallerIdentity(table.context, KEY)).resolves.toEqual({
    accountId: "1",
    arn: "acs:ram::1:user/alice",
    identityType: "RAMUser",
    principalId: "2",
    userId: "2",
    roleId: undefined,
    requestId: "req-3",
  });
  expect(table.sent[0]?.url).toBe("https://sts.aliyuncs.com/");
  const { Arn: _, ...incomplete } = identity;
  await expect(getCallerIdentity(bench([{ body: incomplete }]).context, KEY)).rejects.toMatchObject({
    code: "RESPONSE_MALFORMED",
    message: expect.stringContaining("Arn is missing"),
  });
});

test("each attempt has a nonce and a time of its own", async () => {
  const table = bench([refusal(503, "ServiceUnavailable"), refusal(500, "InternalError"), SESSION]);
  await call(table);
  const stamps = table.sent.map(({ headers }) => [headers["x-acs-signature-nonce"], headers["x-acs-date"]]);
  expect(new Set(stamps.map(([nonce]) => nonce)).size).toBe(3);
  expect(stamps.map(([, date]) => date)).toEqual(
    table.sent.map(({ atMs }) => new Date(atMs).toISOString().replace(/\.\d+/, "")),
  );
});

test.each(["Throttling.User", "Throttling", "Throttling.Api", "Rejected.Throttling"])(
  "%s with status 400 is tried again",
  async (code) => {
    const table = bench([refusal(400, code), refusal(400, code), SESSION]);
    await call(table);
    expect(table.sent).toHaveLength(3);
    expect(table.pauses).toHaveLength(2);
  },
);

test("throttling is given up after three attempts, whatever its status", async () => {
  for (const [status, code] of [
    [400, "UPSTREAM_THROTTLED"],
    [429, "UPSTREAM_THROTTLED"],
    [503, "UPSTREAM_UNAVAILABLE"],
  ] as const) {
    const table = bench([refusal(status, "Throttling.User")]);
    await expect(call(table)).rejects.toMatchObject({
      name: "UnavailableError",
      code,
      retryable: true,
      status,
    });
    expect(table.sent).toHaveLength(3);
  }
});

test("the service's own retry header is honoured in milliseconds, with status 400 and 503", async () => {
  for (const status of [400, 503]) {
    const table = bench([refusal(status, "Throttling", { "x-acs-retry-after": "1234" }), SESSION]);
    await call(table);
    expect(table.pauses).toEqual([1234]);
  }
});

test("a pause that is asked for and too long is handed to the caller", async () => {
  const table = bench([refusal(400, "Throttling.User", { "x-acs-retry-after": "60000" })]);
  await expect(call(table)).rejects.toMatchObject({ code: "UPSTREAM_THROTTLED", retryAfterMs: 60_000 });
  expect(table.sent).toHaveLength(1);
});

const SERVER_MS = START_MS + 20 * 60_000;
const SERVER_DATE = { date: new Date(SERVER_MS).toUTCString() };

test("a clock that is 20 minutes off just works, and the trace warns", async () => {
  const table = bench([refusal(400, "InvalidTimeStamp.Expired", SERVER_DATE), SESSION]);
  await call(table);
  expect(table.sent.map(({ headers }) => headers["x-acs-date"])).toEqual([
    "2026-01-07T08:00:00Z",
    "2026-01-07T08:20:01Z",
  ]);
  expect(table.context.notes.warnings).toEqual([
    expect.stringMatching(/^Set this machine's clock\. It is off by 1201 s\./),
  ]);
});

test("what was learnt of the clock serves the next call", async () => {
  const table = bench([refusal(400, "InvalidTimeStamp.Expired", SERVER_DATE), SESSION]);
  await call(table);
  await call(table);
  expect(table.sent).toHaveLength(3);
  expect(table.context.notes.warnings).toHaveLength(1);
});

test("a refused timestamp is repeated once at most, and never when the reply teaches nothing", async () => {
  const teaching = bench([
    refusal(400, "InvalidTimeStamp.Expired", SERVER_DATE),
    refusal(400, "InvalidTimeStamp.Expired", { date: new Date(SERVER_MS * 1.1).toUTCString() }),
  ]);
  await expect(call(teaching)).rejects.toMatchObject({ serverCode: "InvalidTimeStamp.Expired" });
  expect(teaching.sent).toHaveLength(2);

  const silent = bench([refusal(400, "InvalidTimeStamp.Expired")]);
  await expect(call(silent)).rejects.toMatchObject({
    message: expect.stringContaining("Set this machine's clock"),
  });
  expect(silent.sent).toHaveLength(1);
});

test("a nonce that was used is replaced once", async () => {
  const table = bench([refusal(400, "SignatureNonceUsed"), SESSION]);
  await call(table);
  const nonces = table.sent.map(({ headers }) => headers["x-acs-signature-nonce"]);
  expect(new Set(nonces).size).toBe(2);
  const stubborn = bench([refusal(400, "SignatureNonceUsed")]);
  await expect(call(stubborn)).rejects.toMatchObject({ code: "UPSTREAM_REFUSED" });
  expect(stubborn.sent).toHaveLength(2);
});

test("what supplied the endpoint is noted at each call", async () => {
  const table = bench([SESSION]);
  const options: StsCallOptions = { region: "cn-beijing", originOf: (option) => `field ${option}` };
  await call(table, options);
  await call(table, options);
  expect(table.context.notes.supplied).toEqual([
    { part: "stsEndpoint", from: "field sts.region" },
    { part: "stsEndpoint", from: "field sts.region" },
  ]);
});

test("the calls are signed by the digests of the host", async () => {
  const { digests } = nodeHost();
  if (digests === undefined) throw new Error("the host of Node has digests");
  const hmac = vi.fn(digests.hmac);
  for (const signature of [undefined, rpcSignature]) {
    const { context, sent } = bench([SESSION]);
    const own = changedContext(context, { host: { ...context.host, digests: { ...digests, hmac } } });
    const { accessKeyId, accessKeySecret } = KEY;
    const key = new Credentials({ accessKeyId, accessKeySecret });
    await callAssumeRole(own, key, ROLE, { signature });
    expect(sent).toHaveLength(1);
  }
  expect(hmac.mock.calls).toEqual([
    ["SHA-256", "canary-secret"],
    ["SHA-1", "canary-secret&"],
  ]);
});
