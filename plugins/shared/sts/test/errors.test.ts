import { inspect } from "node:util";
import { type AlicredError, Credentials, type TraceEntry } from "@alicred/core";
import { expect, test } from "vitest";
import { callAssumeRole } from "../src/mod.ts";
import { bench, KEY, type Reply, refusal, SESSION } from "./support.ts";

const ROLE = { roleArn: "acs:ram::123456789012:role/r", roleSessionName: "alice" };

async function errorOf(reply: Reply): Promise<AlicredError> {
  const { context } = bench([reply]);
  const outcome = await callAssumeRole(context, KEY, ROLE).catch((thrown: unknown) => thrown);
  if (!(outcome instanceof Error)) throw new Error("the call succeeded");
  for (const shown of [
    outcome.message,
    outcome.stack,
    JSON.stringify(outcome),
    inspect(outcome, { depth: 10 }),
  ])
    expect(shown).not.toMatch(/canary/);
  // The kernel adds it.
  expect(outcome).not.toHaveProperty("source");
  return outcome as AlicredError;
}

const REFUSED = ["RefusedError", "UPSTREAM_REFUSED", false] as const;
const REFUSED_FOR_NOW = ["RefusedError", "UPSTREAM_REFUSED", true] as const;
const CONFIGURATION = ["ConfigurationError", "INVALID_CONFIGURATION", false] as const;
const THROTTLED = ["UnavailableError", "UPSTREAM_THROTTLED", true] as const;
const UNAVAILABLE = ["UnavailableError", "UPSTREAM_UNAVAILABLE", true] as const;

const CALLER = `The caller is access key STS.testId (base), the role ${ROLE.roleArn}.`;
const KEY_ID = `${CALLER} Check that the key exists and is active: it may be misspelt, disabled or deleted.`;
const KEYS = `${CALLER} Check that key, secret and token match, and are valid.`;
const OIDC = `${CALLER} Check the identity provider, the role's trust policy, and the token.`;
const PARAMETER = "Check the parameter, and the role's maximum duration.";
const ENDPOINT = "Check the endpoint.";
const LATER = "Try again later.";

test.each([
  [404, "InvalidAccessKeyId.NotFound", REFUSED, KEY_ID],
  [400, "InvalidAccessKeyId.Inactive", REFUSED, KEY_ID],
  [400, "InvalidAccessKeyId", REFUSED, KEY_ID],
  [400, "SignatureDoesNotMatch", REFUSED, KEYS],
  [400, "InvalidTimeStamp.Format", REFUSED, "Set this machine's clock."],
  [400, "InvalidSecurityToken.Expired", REFUSED, KEYS],
  [403, "InvalidSecurityToken.Malformed", REFUSED, KEYS],
  [400, "InvalidSecurityToken.MismatchWithAccessKey", REFUSED, KEYS],
  [400, "MissingSecurityToken", REFUSED, KEYS],
  [
    403,
    "NoPermission",
    REFUSED,
    `${CALLER} Check that this caller is allowed sts:AssumeRole on the role, and that the role's trust policy names it.`,
  ],
  [
    404,
    "EntityNotExist.Role",
    REFUSED,
    `${CALLER} Check the ARN: the account, and the spelling of the role.`,
  ],
  [401, "AuthenticationFail.NoPermission", REFUSED, OIDC],
  [401, "AuthenticationFail.OIDCToken.Expired", REFUSED_FOR_NOW, OIDC],
  [401, "AuthenticationFail.OIDCToken.AudienceNotMatch", REFUSED, OIDC],
  [401, "AuthenticationFail.OIDCToken.Invalid", REFUSED, OIDC],
  [401, "AuthenticationFail.OIDCToken.InvalidSignature", REFUSED, OIDC],
  [401, "AuthenticationFail.OIDCToken.HttpsUrlInvalid", REFUSED, OIDC],
  [401, "AuthenticationFail.OIDCToken.PublicKeyFingerprintMismatch", REFUSED, OIDC],
  [400, "MissingRoleArn", CONFIGURATION, PARAMETER],
  [400, "MissingParameter", CONFIGURATION, PARAMETER],
  [400, "InvalidParameter.DurationSeconds", CONFIGURATION, PARAMETER],
  [400, "InvalidParameter.PolicyGrammar", CONFIGURATION, PARAMETER],
  [400, "InvalidParameter", CONFIGURATION, PARAMETER],
  [404, "InvalidAction.NotFound", CONFIGURATION, ENDPOINT],
  [404, "InvalidProtocol.NeedSsl", CONFIGURATION, ENDPOINT],
  [400, "Throttling.User", THROTTLED, LATER],
  [429, "Throttling", THROTTLED, LATER],
  [503, "Throttling", UNAVAILABLE, LATER],
  [503, "ServiceUnavailable", UNAVAILABLE, LATER],
  [500, "ServiceUnavailable", UNAVAILABLE, LATER],
  [500, "InternalError", UNAVAILABLE, LATER],
  [403, "SomethingNew.Entirely", REFUSED, `${CALLER} Check this caller and its permissions.`],
  [502, "constructor", UNAVAILABLE, LATER],
] as const)("%i %s", async (status, serverCode, [name, code, retryable], hint) => {
  const error = await errorOf(refusal(status, serverCode));
  expect(error).toMatchObject({
    name,
    code,
    retryable,
    status,
    serverCode,
    requestId: "req-2",
    message: `STS AssumeRole answered ${status} ${serverCode}. ${hint}`,
  });
});

test.each<[string, Reply, number]>([
  [
    "XML",
    { status: 403, body: "<Error><Code>NoPermission</Code><Message>canary-token</Message></Error>" },
    403,
  ],
  ["a proxy's page", { status: 404, body: "<html>canary-secret</html>" }, 404],
  ["nothing", { status: 400, body: "" }, 400],
  ["a lower-case code", { status: 403, body: { code: "NoPermission", message: "canary-secret" } }, 403],
  ["a code that is none", { status: 400, body: { Code: "canary-secret is not a code", RequestId: {} } }, 400],
])("an error reply that is %s: the status alone speaks", async (_name, reply, status) => {
  const error = await errorOf(reply);
  expect(error).toMatchObject({ code: "UPSTREAM_REFUSED", status });
  expect(error).not.toHaveProperty("serverCode");
  expect(error).not.toHaveProperty("requestId");
});

test("a refusal names where the key and the role came from, and no key id that may be a secret", async () => {
  const { context } = bench([refusal(403, "NoPermission")]);
  context.supplied("roleArn", 'field ram_role_arn of profile "prod"');
  context.notes.children.push({
    source: "shared-config",
    outcome: "credentials",
    lookedFor: [],
    supplied: [{ part: "accessKeyId", from: 'field access_key_id of profile "base"' }],
    warnings: [],
    durationMs: 0,
    children: [],
  });
  const parts = { accessKeySecret: "canary-secret", provenance: ["shared-config", "static"] };
  const refusalOf = async (accessKeyId: string): Promise<unknown> =>
    callAssumeRole(context, new Credentials({ ...parts, accessKeyId }), ROLE).catch((thrown) => thrown);
  const where = `(shared-config < static, field access_key_id of profile "base"), the role ${ROLE.roleArn} (field ram_role_arn of profile "prod").`;
  expect(await refusalOf("LTAI5tBob")).toHaveProperty(
    "message",
    expect.stringContaining(`The caller is access key LTAI5tBob ${where}`),
  );
  // Key and secret are easily swapped.
  expect(await refusalOf("canary-swapped")).toHaveProperty(
    "message",
    expect.stringContaining(`The caller is an access key ${where}`),
  );
});

test("the origin of a key below several sources is that of the one that won", async () => {
  const { context } = bench([refusal(403, "NoPermission")]);
  const entry = { lookedFor: [], supplied: [], warnings: [], durationMs: 0, children: [] };
  const key = (source: string, from: string): TraceEntry => ({
    ...entry,
    source,
    outcome: "credentials",
    supplied: [
      { part: "region", from: "a region" },
      { part: "accessKeyId", from },
    ],
  });
  const children: readonly TraceEntry[] = [
    { ...key("failed", "a source that failed"), outcome: "failed" },
    { ...key("shadowed", "a source that was overruled"), shadowed: true },
    key("static", "the one that won"),
  ];
  context.notes.children.push({ ...entry, source: "chain", outcome: "credentials", children: [...children] });
  const credentials = new Credentials({ accessKeyId: "LTAI5tBob", accessKeySecret: "canary-secret" });
  const error = await callAssumeRole(context, credentials, ROLE).catch((thrown) => thrown);
  expect(error.message).toContain(
    `The caller is access key LTAI5tBob (the one that won), the role ${ROLE.roleArn}.`,
  );
});

const CREDENTIALS = (SESSION.body as { Credentials: Record<string, unknown> }).Credentials;

test.each<[string, unknown, string]>([
  ["HTML", "<html>canary-secret</html>", "not a JSON object"],
  ["cut off", '{"Credentials":{"AccessKeySecret":"canary-secret', "not a JSON object"],
  ["empty", "", "not a JSON object"],
  ["null", "null", "not a JSON object"],
  ["a list", "[]", "not a JSON object"],
  [
    "with an expiration that has no zone",
    { Credentials: { ...CREDENTIALS, Expiration: "2026-01-07T09:00:00" } },
    "expiration is not a time",
  ],
  [
    "with an expiration that is no time",
    { Credentials: { ...CREDENTIALS, Expiration: "canary-token" } },
    "expiration is not a time",
  ],
])("a success that is %s is refused", async (_name, body, message) => {
  const error = await errorOf({ body });
  expect(error).toMatchObject({ name: "InvalidAnswerError", code: "RESPONSE_MALFORMED" });
  expect(error.message).toContain(message);
});

test.each(["AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration"])(
  "a success without %s is refused by the field's name",
  async (field) => {
    for (const value of [undefined, null, "", 7, { canary: 1 }]) {
      const error = await errorOf({ body: { Credentials: { ...CREDENTIALS, [field]: value } } });
      const code = value ? "RESPONSE_MALFORMED" : "CREDENTIALS_INCOMPLETE";
      expect(error.code).toBe(code);
      expect(error.message).toContain(`STS AssumeRole: ${field} is missing or not text`);
    }
  },
);

test("a success without Credentials is refused", async () => {
  for (const body of [{}, { Credentials: null }, { Credentials: "canary-secret" }])
    expect(await errorOf({ body })).toMatchObject({ code: "CREDENTIALS_INCOMPLETE" });
});

test.each([["2026-01-07T09:00:00Z"], ["2026-01-07T09:00:00.000Z"], ["2026-01-07T17:00:00+08:00"]])(
  "the expiration %s is nine o'clock UTC",
  async (Expiration) => {
    const { context } = bench([{ body: { Credentials: { ...CREDENTIALS, Expiration } } }]);
    const { expiration } = await callAssumeRole(context, KEY, ROLE);
    expect(expiration?.toISOString()).toBe("2026-01-07T09:00:00.000Z");
  },
);
