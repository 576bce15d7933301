import { inspect } from "node:util";
import type { AlicredError } from "@alicred/core";
import { expect, test } from "vitest";
import { assumeRole } from "../src/mod.ts";
import { bench, KEY, type Reply, refusal, SESSION } from "./support.ts";

const ROLE = { roleArn: "acs:ram::123456789012:role/r", roleSessionName: "alice" };

async function errorOf(reply: Reply): Promise<AlicredError> {
  const { context } = bench([reply]);
  const outcome = await assumeRole(context, KEY, ROLE, { source: "assume-role" }).catch(
    (thrown: unknown) => thrown,
  );
  if (!(outcome instanceof Error)) throw new Error("the call succeeded");
  for (const shown of [
    outcome.message,
    outcome.stack,
    JSON.stringify(outcome),
    inspect(outcome, { depth: 10 }),
  ])
    expect(shown).not.toMatch(/canary/);
  return outcome as AlicredError;
}

const REFUSED = ["RefusedError", "UPSTREAM_REFUSED", false] as const;
const REFUSED_FOR_NOW = ["RefusedError", "UPSTREAM_REFUSED", true] as const;
const CONFIGURATION = ["ConfigurationError", "INVALID_CONFIGURATION", false] as const;
const THROTTLED = ["UnavailableError", "UPSTREAM_THROTTLED", true] as const;
const UNAVAILABLE = ["UnavailableError", "UPSTREAM_UNAVAILABLE", true] as const;

test.each([
  [404, "InvalidAccessKeyId.NotFound", REFUSED, /exists and is enabled/],
  [400, "InvalidAccessKeyId.Inactive", REFUSED, /exists and is enabled/],
  [400, "InvalidAccessKeyId", REFUSED, /exists and is enabled/],
  [400, "SignatureDoesNotMatch", REFUSED, /AccessKey ID and secret belong together/],
  [400, "InvalidTimeStamp.Format", REFUSED, /clock/],
  [400, "InvalidSecurityToken.Expired", REFUSED, /has not expired/],
  [403, "InvalidSecurityToken.Malformed", REFUSED, /of one session/],
  [400, "InvalidSecurityToken.MismatchWithAccessKey", REFUSED, /of one session/],
  [400, "MissingSecurityToken", REFUSED, /key, secret and token/],
  [403, "NoPermission", REFUSED, /trust policy/],
  [404, "EntityNotExist.Role", REFUSED, /the ARN/],
  [401, "AuthenticationFail.NoPermission", REFUSED, /identity provider, the role's trust policy/],
  [401, "AuthenticationFail.OIDCToken.Expired", REFUSED_FOR_NOW, /the token's issuer and audience/],
  [401, "AuthenticationFail.OIDCToken.AudienceNotMatch", REFUSED, /audience/],
  [401, "AuthenticationFail.OIDCToken.Invalid", REFUSED, /the token's issuer and audience/],
  [401, "AuthenticationFail.OIDCToken.InvalidSignature", REFUSED, /the token's issuer/],
  [401, "AuthenticationFail.OIDCToken.HttpsUrlInvalid", REFUSED, /issuer/],
  [401, "AuthenticationFail.OIDCToken.PublicKeyFingerprintMismatch", REFUSED, /identity provider/],
  [400, "MissingRoleArn", CONFIGURATION, /Check the parameter/],
  [400, "MissingParameter", CONFIGURATION, /Check the parameter/],
  [400, "InvalidParameter.DurationSeconds", CONFIGURATION, /the role's maximum duration/],
  [400, "InvalidParameter.PolicyGrammar", CONFIGURATION, /Check the parameter/],
  [400, "InvalidParameter", CONFIGURATION, /Check the parameter/],
  [404, "InvalidAction.NotFound", CONFIGURATION, /endpoint/],
  [404, "InvalidProtocol.NeedSsl", CONFIGURATION, /https/],
  [400, "Throttling.User", THROTTLED, /later/],
  [503, "Throttling", THROTTLED, /later/],
  [503, "ServiceUnavailable", UNAVAILABLE, /later/],
  [500, "ServiceUnavailable", UNAVAILABLE, /later/],
  [500, "InternalError", UNAVAILABLE, /later/],
  [403, "SomethingNew.Entirely", REFUSED, /Check the identity/],
  [502, "constructor", UNAVAILABLE, /later/],
] as const)("%i %s", async (status, serverCode, [name, code, retryable], hint) => {
  const error = await errorOf(refusal(status, serverCode));
  expect(error).toMatchObject({
    name,
    code,
    retryable,
    status,
    serverCode,
    requestId: "req-2",
    source: "assume-role",
  });
  expect(error.message).toMatch(new RegExp(`^STS AssumeRole answered ${status} ${serverCode}[.:]`));
  expect(error.message).toMatch(hint);
});

test("the lower-case spelling of an error reply is understood", async () => {
  const body = { code: "NoPermission", requestId: "req-9", message: "canary-secret" };
  const error = await errorOf({ status: 403, body });
  expect(error).toMatchObject({ serverCode: "NoPermission", requestId: "req-9" });
});

test.each<[string, Reply, number]>([
  [
    "XML",
    { status: 403, body: "<Error><Code>NoPermission</Code><Message>canary-token</Message></Error>" },
    403,
  ],
  ["a proxy's page", { status: 404, body: "<html>canary-secret</html>" }, 404],
  ["nothing", { status: 400, body: "" }, 400],
  ["a code that is none", { status: 400, body: { Code: "canary-secret is not a code", RequestId: {} } }, 400],
])("an error reply that is %s: the status alone speaks", async (_name, reply, status) => {
  const error = await errorOf(reply);
  expect(error).toMatchObject({ code: "UPSTREAM_REFUSED", status });
  expect(error).not.toHaveProperty("serverCode");
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
      expect(error).toMatchObject({ code, source: "assume-role" });
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
    const { expiration } = await assumeRole(context, KEY, ROLE);
    expect(expiration?.toISOString()).toBe("2026-01-07T09:00:00.000Z");
  },
);
