import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { plainDiagnostics } from "../src/host/plain-diagnostics.ts";
import type { AlicredError, Host } from "../src/mod.ts";
import { toAlicredError } from "../src/thrown.ts";
import { testHost } from "./support/test-host.ts";

const bareHost = (): Host => ({ ...testHost(), diagnostics: plainDiagnostics });
const errorFor = (thrown: unknown, host: Host = testHost()): AlicredError =>
  toAlicredError(thrown, "vault", host);
/** The lines of the stack after the message. */
const framesFor = (thrown: unknown, host?: Host): string[] => {
  const error = errorFor(thrown, host);
  const stack = String(error.stack);
  expect(stack.startsWith(String(error))).toBe(true);
  const rest = stack.slice(String(error).length);
  return rest === "" ? [] : rest.replace(/^\n/, "").split("\n");
};
const withStack = (message: unknown, stack: unknown): Error =>
  Object.defineProperties(new Error(), { message: { value: message }, stack: { value: stack } });

describe("the message of what a source throws", () => {
  class ParserError extends SyntaxError {
    override name = "ParserError";
  }

  it.each<[string, unknown]>([
    ["SyntaxError", new SyntaxError("unexpected hunter")],
    ["SyntaxError", runInNewContext("new SyntaxError('unexpected hunter')")],
    ["ParserError", new ParserError("unexpected hunter")],
    ["Error", withStack(42, "")],
    ["object", { message: "hunter" }],
  ])("is not shown of %s", (label, thrown) => {
    expect(errorFor(thrown).message).toBe(
      `vault threw ${label}. Its message is not shown. Check the source's code; the stack says where.`,
    );
  });

  it.each(["sealed", "sealed.", "sealed ...", "sealed; ,:\n"])("ends as a sentence: %j", (said) => {
    expect(errorFor(new Error(`it is ${said}`)).message).toBe(
      "vault threw Error: it is sealed. Check the source's code; the stack says where.",
    );
  });
});

describe("the stack of what a source throws", () => {
  it.each<[string, unknown]>([
    ["what is no error", "the vault is sealed"],
    ["an error without a stack", withStack("no", undefined)],
    ["an error whose stack is no text", withStack("no", {})],
    ["an error whose stack has no frames", withStack("no", "Error: no")],
    ["an error whose frames are of another form", withStack("no", "read@file.js:1:1")],
  ])("is the message alone for %s", (_, thrown) => {
    for (const host of [testHost(), bareHost()]) expect(framesFor(thrown, host)).toEqual([]);
  });

  it("can be changed, as that of any error", () => {
    const error = errorFor(new Error("no"));
    expect(Object.getOwnPropertyDescriptor(error, "stack")).toMatchObject({
      writable: true,
      configurable: true,
      enumerable: false,
    });
  });

  const frames = [
    "    at read (file.js:1:1)",
    "    at async file:///vault.js:20:3",
    "    at new Vault (a.ts:1:1)",
  ];

  it("has every frame, with a function's name and without", () => {
    const thrown = withStack("no", ["Error: no", ...frames].join("\n"));
    for (const host of [testHost(), bareHost()]) expect(framesFor(thrown, host)).toEqual(frames);
  });

  it("has no gap where a host without diagnostics hides a frame", () => {
    const [first = "", ...others] = frames;
    const stack = ["Error: no", first, "    at word1234word (file.js:1:1)", ...others].join("\n");
    expect(framesFor(withStack("no", stack), bareHost())).toEqual(frames);
  });

  it("has the frames without what looks like a token, and no other line, if the message has changed since", () => {
    const head = ["Error: looked at hunter:1:1", "    at hunter (file.js:1:1) again", " at hunter:1:"];
    const stack = [...head, ...frames, "    at word1234word (file.js:1:1)"].join("\n");
    const thrown = withStack("no such token", stack);
    expect(framesFor(thrown)).toEqual([...frames, "    at [not shown] (file.js:1:1)"]);
    expect(framesFor(thrown, bareHost())).toEqual([]);
  });

  it("has only frames without what looks like a token if the message is no text", () => {
    const thrown = withStack(42, ["Error: 42", ...frames, "    at word1234word (file.js:1:1)"].join("\n"));
    expect(framesFor(thrown)).toEqual([...frames, "    at [not shown] (file.js:1:1)"]);
    expect(framesFor(thrown, bareHost())).toEqual([]);
  });
});
