import { ConfigurationError } from "@alicred/core";
import { expect, test } from "vitest";
import { refusalOf } from "../src/mod.ts";

function refusing(error: unknown): () => never {
  return () => {
    throw error;
  };
}

test("the error is returned when it shows no secret", () => {
  const error = new ConfigurationError("INVALID_OPTION", "vault: token: is not text.");
  expect(refusalOf(refusing(error), ["canary"])).toBe(error);
});

test.each([
  ["message", new ConfigurationError("INVALID_OPTION", "token: canary-1 is not a token.")],
  ["cause", new ConfigurationError("INVALID_OPTION", "no", { cause: new Error("canary-1") })],
  ["fields", new ConfigurationError("INVALID_OPTION", "no", { serverCode: "canary-1" })],
  [
    "stack",
    Object.assign(new ConfigurationError("INVALID_OPTION", "no"), { stack: "Error: canary-1\n at x.ts" }),
  ],
])("a secret in the %s is a failure, which does not repeat it", (_where, error) => {
  const check = (): unknown => refusalOf(refusing(error), ["other", "canary-1"]);
  expect(check).toThrow("a planted secret shows in the error");
});

test("a call that refuses nothing, or not with an error of alicred, fails", () => {
  expect(() => refusalOf(() => "a source", ["canary"])).toThrow("nothing was refused");
  const slip = new TypeError("a slip");
  expect(() => refusalOf(refusing(slip), ["canary"])).toThrow(slip);
});
