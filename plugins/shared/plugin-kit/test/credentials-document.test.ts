import { refusalOf } from "@alicred/conformance";
import { expect, test } from "vitest";
import { readCredentialsDocument } from "../src/mod.ts";

const COMPLETE = {
  Code: "Success",
  AccessKeyId: "STS.id",
  AccessKeySecret: "canary-secret",
  SecurityToken: "canary-token",
  Expiration: "2026-01-07T14:00:00Z",
};

const read = (document: unknown, temporary?: boolean): unknown => {
  const json = typeof document === "string" ? document : JSON.stringify(document);
  return readCredentialsDocument(json, { what: "The document", temporary });
};

test("reads all parts", () => {
  expect(read(COMPLETE, true)).toMatchObject({
    accessKeyId: "STS.id",
    accessKeySecret: "canary-secret",
    securityToken: "canary-token",
    expiresAtMs: Date.parse("2026-01-07T14:00:00Z"),
  });
});

test.each([
  ["milliseconds", "2026-01-07T14:00:00.000Z"],
  ["an offset", "2026-01-07T22:00:00+08:00"],
])("a time with %s is the same time", (_name, Expiration) => {
  expect(read({ ...COMPLETE, Expiration })).toMatchObject({
    expiresAtMs: Date.parse("2026-01-07T14:00:00Z"),
  });
});

test.each([
  ["a long-lived key", { AccessKeyId: "LTAI1", AccessKeySecret: "s" }],
  [
    "a long-lived key with empty fields",
    { AccessKeyId: "LTAI1", AccessKeySecret: "s", SecurityToken: "", Expiration: null },
  ],
])("%s has neither token nor expiration", (_name, document) => {
  expect(read(document)).toMatchObject({ securityToken: undefined, expiresAtMs: undefined });
});

test("a document without Code is accepted, and so is one without Expiration", () => {
  const { Code: _code, Expiration: _expiration, ...others } = COMPLETE;
  expect(read(others)).toMatchObject({ securityToken: "canary-token", expiresAtMs: undefined });
});

test.each<[string, unknown, string, RegExp, boolean?]>([
  ["no JSON", "<html>canary-secret", "RESPONSE_MALFORMED", /the answer is not a JSON object/],
  ["null", "null", "RESPONSE_MALFORMED", /the answer is not a JSON object/],
  ["a list", [COMPLETE], "RESPONSE_MALFORMED", /the answer is not a JSON object/],
  ["nothing", "", "RESPONSE_MALFORMED", /the answer is not a JSON object/],
  ["another Code", { ...COMPLETE, Code: "Failed" }, "UPSTREAM_REFUSED", /Code is Failed, not Success/],
  [
    "a Code that quotes",
    { ...COMPLETE, Code: "no: canary-secret" },
    "UPSTREAM_REFUSED",
    /Code is something else, not Success\. Check the service that answered\./,
  ],
  ["no key", { ...COMPLETE, AccessKeyId: undefined }, "CREDENTIALS_INCOMPLETE", /AccessKeyId is missing/],
  ["an empty key", { ...COMPLETE, AccessKeyId: "" }, "CREDENTIALS_INCOMPLETE", /AccessKeyId is missing/],
  [
    "no secret",
    { ...COMPLETE, AccessKeySecret: null },
    "CREDENTIALS_INCOMPLETE",
    /AccessKeySecret is missing/,
  ],
  [
    "no token",
    { ...COMPLETE, SecurityToken: undefined },
    "CREDENTIALS_INCOMPLETE",
    /SecurityToken is missing/,
  ],
  [
    "a session's key alone",
    { AccessKeyId: "STS.id", AccessKeySecret: "s" },
    "CREDENTIALS_INCOMPLETE",
    /SecurityToken is missing/,
  ],
  ["no expiration", { ...COMPLETE, Expiration: "" }, "CREDENTIALS_INCOMPLETE", /Expiration is missing/, true],
  [
    "a number",
    { ...COMPLETE, AccessKeySecret: 7 },
    "RESPONSE_MALFORMED",
    /AccessKeySecret is missing or not text/,
  ],
  [
    "epoch seconds",
    { ...COMPLETE, Expiration: 1_767_794_400 },
    "RESPONSE_MALFORMED",
    /Expiration is missing or not text/,
  ],
  [
    "a time without zone",
    { ...COMPLETE, Expiration: "2026-01-07T14:00:00" },
    "RESPONSE_MALFORMED",
    /^The credentials are unusable: expiration is not a time/,
  ],
  [
    "no time",
    { ...COMPLETE, Expiration: "soon" },
    "RESPONSE_MALFORMED",
    /^The credentials are unusable: .* not a time/,
  ],
  [
    "a line end in the secret",
    { ...COMPLETE, AccessKeySecret: "canary-secret\n" },
    "CREDENTIALS_INCOMPLETE",
    /^The credentials are unusable: accessKeySecret is missing or not printable ASCII\. Check the source\./,
  ],
])("%s is refused, and not quoted", (_name, document, code, message, temporary = false) => {
  const error = refusalOf(() => read(document, temporary), ["canary"]);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message), retryable: true });
  // The kernel adds it.
  expect(error).not.toHaveProperty("source");
});
