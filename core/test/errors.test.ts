import { describe, expect, it } from "vitest";
import { toAlicredError } from "../src/errors.ts";
import {
  AlicredError,
  ConfigurationError,
  InvalidAnswerError,
  NotConfiguredError,
  RefusedError,
  UnavailableError,
} from "../src/mod.ts";
import { CANARY, renderings } from "./support/canary.ts";

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

describe("what a source throws", () => {
  it("passes when it is an error of alicred", () => {
    const error = new RefusedError("UPSTREAM_REFUSED", "No.");
    expect(toAlicredError(error, "vault")).toBe(error);
  });

  it("is named with class, code and frames when it is foreign", () => {
    function deepInTheSource(): Error {
      return Object.assign(new RangeError(`token ${CANARY}`), { code: "E_VAULT" });
    }
    const error = toAlicredError(deepInTheSource(), "vault");
    expect(error).toMatchObject({ code: "SOURCE_THREW", source: "vault", retryable: true });
    expect(error.message).toMatch(/^vault threw RangeError E_VAULT\. Its message is withheld/);
    expect(error.stack).toContain("deepInTheSource");
    expect(error.cause).toBeUndefined();
  });

  function withStack(stack: unknown): Error {
    return Object.defineProperty(new Error("x"), "stack", { value: stack });
  }

  const foreign: [string, unknown][] = [
    ["a message", new Error(CANARY)],
    ["a message of several lines", new Error(`no\n${CANARY}\n  ${CANARY}`)],
    [
      "a message that looks like stack frames",
      new Error(`no\n    at ${CANARY} (file.js:1:1)\n    at ${CANARY}:1:1`),
    ],
    ["a cause", new Error("no", { cause: new Error(CANARY) })],
    ["a field", Object.assign(new Error("no"), { body: CANARY, response: { text: CANARY } })],
    ["a code that is no identifier", Object.assign(new Error("no"), { code: `bad ${CANARY}` })],
    ["a name that is no identifier", Object.assign(new Error("no"), { name: `bad ${CANARY}` })],
    ["a string", CANARY],
    ["an object", { message: CANARY, stack: CANARY, toString: () => CANARY }],
    ["several errors", new AggregateError([new Error(CANARY)], CANARY)],
    ["a DOMException", new DOMException(CANARY, "OperationError")],
    ["nothing", undefined],
    ["null", null],
    ["a number", 42],
    ["an error without a stack", withStack(undefined)],
    ["an error whose stack is no string", withStack({ toString: () => CANARY })],
  ];

  it.each(foreign)("does not show %s", (_, thrown) => {
    const error = toAlicredError(thrown, "vault");
    expect(error.code).toBe("SOURCE_THREW");
    expect(error.stack).toContain("vault threw");
    for (const text of renderings(error)) expect(text).not.toContain(CANARY);
  });
});
