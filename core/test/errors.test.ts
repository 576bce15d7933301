import { describe, expect, it } from "vitest";
import {
  AlicredError,
  ConfigurationError,
  InvalidAnswerError,
  NotConfiguredError,
  RefusedError,
  safeIdentifier,
  UnavailableError,
} from "../src/mod.ts";

describe("errors", () => {
  it.each([
    [AlicredError, "AlicredError", false],
    [NotConfiguredError, "NotConfiguredError", false],
    [ConfigurationError, "ConfigurationError", false],
    [RefusedError, "RefusedError", false],
    [UnavailableError, "UnavailableError", true],
    [InvalidAnswerError, "InvalidAnswerError", true],
  ])("%s have a name, a code and a reaction", (ErrorClass, name, retryable) => {
    const error = new ErrorClass("NETWORK_ERROR", "No route.");
    expect(error).toBeInstanceOf(AlicredError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name, code: "NETWORK_ERROR", message: "No route.", retryable });
    expect(error.stack?.split("\n")[0]).toBe(`${name}: No route.`);
    expect(Object.keys(error).sort()).toEqual(["code", "retryable"]);
    expect("cause" in error).toBe(false);
  });

  it("carry the details that are known, and no others", () => {
    const cause = new Error("why");
    const details = {
      source: "sts",
      status: 503,
      serverCode: "Busy",
      requestId: "r-1",
      retryAfterMs: 5,
      answers: [],
    };
    const error = new RefusedError("UPSTREAM_REFUSED", "No.", { ...details, cause, retryable: true });
    expect(error).toMatchObject({ ...details, retryable: true });
    expect(error.cause).toBe(cause);
    expect(Object.keys(error)).not.toContain("cause");
    expect(Object.keys(new RefusedError("UPSTREAM_REFUSED", "No.", { status: undefined }))).not.toContain(
      "status",
    );
  });
});

describe("an identifier", () => {
  it.each([
    "InvalidAccessKeyId.NotFound",
    "9C8F3A1B-6D2E-4F70-8A91-B2C3D4E5F607",
    "0a06dfe716958765432101234e1a2b",
    "AuthenticationFail.OIDCToken.Expired",
    "InvalidSecurityTokenNotSupportedForThisOperation",
    "SignatureV4Mismatch",
    "0A06DFE716958765432101234E1A2B3C4D",
    `Aa1${"x".repeat(26)}`,
    `Aa1${"x".repeat(26)}.Aa1${"x".repeat(26)}`,
    "X".repeat(80),
  ])("%s is shown", (value) => {
    expect(safeIdentifier(value)).toBe(value);
  });

  it.each([
    ["a secret in its place", "aB3dEfGhIjKlMnOpQrStUvWxYz0123"],
    ["a secret that begins with a capital", "ABCDEFGHIJKLMNOPQRSTUVWXYZ012a"],
    ["a secret with its only capital at the end", "abcdefghijklmnopqrstuvwxyz012A"],
    ["a token in its place", "CAIS.aB3dEfGhIjKlMnOpQrStUvWxYz0123"],
    ["a sentence", "Not a code"],
    ["a text that is too long", "X".repeat(81)],
    ["the empty text", ""],
    ["no text", 7],
  ])("%s is not", (_what, value) => {
    expect(safeIdentifier(value)).toBeUndefined();
  });
});
