import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { ConfigurationError, parseOptions, type SchemaIssue, type StandardSchema } from "../src/mod.ts";
import { thrownBy } from "./support/outcome.ts";

function schemaWith(...issues: SchemaIssue[]): StandardSchema<never> {
  return { "~standard": { version: 1, vendor: "test", validate: () => ({ issues }) } };
}

function complaint(...issues: SchemaIssue[]): ConfigurationError {
  return thrownBy(ConfigurationError, () => parseOptions(schemaWith(...issues), {}, "assume-role"));
}

describe("parseOptions", () => {
  it("returns what the schema makes of the input", () => {
    const schema: StandardSchema<number> = {
      "~standard": { version: 1, vendor: "test", validate: (value) => ({ value: Number(value) + 1 }) },
    };
    expect(parseOptions(schema, "41", "answer")).toBe(42);
  });

  it("names every path and complaint, and what was parsed", () => {
    const error = complaint(
      { message: "is required", path: ["role", "arn"] },
      { message: "too long", path: [{ key: "tags" }, 2] },
      { message: "not an object" },
      { message: "no path", path: [] },
    );
    expect(error).toMatchObject({ code: "INVALID_OPTION", source: "assume-role", retryable: false });
    expect(error.message).toBe(
      "assume-role: role.arn: is required; tags.2: too long; not an object; no path.",
    );
  });

  it("takes symbols in a path", () => {
    expect(complaint({ message: "odd", path: ["a", Symbol("b"), { key: Symbol("c") }] }).message).toBe(
      "assume-role: a.Symbol(b).Symbol(c): odd.",
    );
  });

  it("has a code of its own for the content of a file", () => {
    expect(() =>
      parseOptions(schemaWith({ message: "no" }), {}, "profile p", "INVALID_CONFIGURATION"),
    ).toThrow(expect.objectContaining({ code: "INVALID_CONFIGURATION" }));
  });

  it.each([
    ["a promise", async () => ({ value: 1 })],
    ["a promise of another realm", () => runInNewContext("Promise.resolve({ value: 1 })")],
  ])("refuses a schema that answers with %s", (_, validate) => {
    const schema: StandardSchema<number> = { "~standard": { version: 1, vendor: "test", validate } };
    expect(() => parseOptions(schema, {}, "assume-role")).toThrow(TypeError);
    expect(() => parseOptions(schema, {}, "assume-role")).toThrow(/assume-role.*synchronous/);
  });
});
