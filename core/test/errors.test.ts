import { describe, expect, it } from "vitest";
import {
  AlicredError,
  ConfigurationError,
  InvalidAnswerError,
  NotConfiguredError,
  RefusedError,
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
