import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import {
  ConfigurationError,
  parseOptions,
  type Rule,
  type SchemaIssue,
  type StandardSchema,
  schemaOf,
} from "../src/mod.ts";
import { CANARY, renderings } from "./support/canary.ts";
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
    expect(complaint({ message: "odd", path: ["a", Symbol("tags"), { key: Symbol("c") }] }).message).toBe(
      "assume-role: a.Symbol(tags).Symbol(c): odd.",
    );
  });

  it("shows the complaint of a schema of `schemaOf` as it is, and refuses a text in place of options", () => {
    const never: Rule = { accepts: () => false, complaint: "is no number from 1 to 99" };
    const schema = schemaOf<{ size?: string }>({ size: never });
    const message = (input: unknown): string =>
      thrownBy(ConfigurationError, () => parseOptions(schema, input, "assume-role")).message;
    expect(message({ size: "number" })).toBe("assume-role: size: is no number from 1 to 99.");
    expect(message("number")).toBe("assume-role: options are not an object.");
  });

  it("has a code of its own for the content of a file", () => {
    expect(() =>
      parseOptions(schemaWith({ message: "no" }), {}, "profile p", "INVALID_CONFIGURATION"),
    ).toThrow(expect.objectContaining({ code: "INVALID_CONFIGURATION" }));
  });

  it.each([
    ["a promise", async () => ({ value: 1 }), "asynchronous"],
    ["a promise of another realm", () => runInNewContext("Promise.resolve({ value: 1 })"), "asynchronous"],
    ["a promise that fails", () => Promise.reject(new Error(CANARY)), "asynchronous"],
    [
      "an error",
      () => {
        throw new Error(CANARY);
      },
      "throws",
    ],
  ])("refuses a schema that answers with %s", (_, validate, complained) => {
    const schema: StandardSchema<number> = { "~standard": { version: 1, vendor: "test", validate } };
    const error = thrownBy(ConfigurationError, () => parseOptions(schema, {}, "assume-role"));
    expect(error).toMatchObject({ code: "INVALID_OPTION", source: "assume-role" });
    expect(error.message).toMatch(/^assume-role: the schema /);
    expect(error.message).toContain(complained);
    for (const text of renderings(error)) expect(text).not.toContain(CANARY);
  });
});

describe("a complaint that quotes the input", () => {
  const quoting = (message: string, input: unknown): string => {
    const schema = schemaWith({ message });
    return thrownBy(ConfigurationError, () => parseOptions(schema, input, "x")).message;
  };

  it.each<[string, string, unknown, string]>([
    ["raw", "got correct horse battery", { password: "correct horse battery" }, "x: got [not shown]."],
    ["as JSON", 'got "a\\nbcd\\"e"', { password: 'a\nbcd"e' }, 'x: got "[not shown]".'],
    ["trimmed", "got hunter", { password: "  hunter\n" }, "x: got [not shown]."],
    ["in another case", "got Hunter!", { password: "hunter!" }, "x: got [not shown]."],
    ["a part of it, in quotes", "got 'orse'", { password: "correct horse" }, "x: got '[not shown]'."],
    ["cut short", 'got "correct horse..."', { password: "correct horse battery" }, 'x: got "[not shown]".'],
    ["cut short by one sign", "got 'correct hor…'", { password: "correct horse" }, "x: got '[not shown]'."],
    ["a short one in quotes", 'got "ab"', { password: "ab" }, 'x: got "[not shown]".'],
    ["the whole of it", "got hunter", "hunter", "x: got [not shown]."],
    ["deep within", "got hunter", { a: [{ b: { c: "hunter" } }] }, "x: got [not shown]."],
    ["a longer one that begins with another", "got abcdefgh", ["abcd", "abcdefgh"], "x: got [not shown]."],
    ["a number", "got 987654321", { pin: 987654321 }, "x: got [not shown]."],
    ["a large number", "got 987654321", { pin: 987654321n }, "x: got [not shown]."],
    ["beside values of other types", "got hunter", [null, undefined, true, "hunter"], "x: got [not shown]."],
    ["in a map", "got hunter or two", new Map([["hunter", "two"]]), "x: got [not shown] or two."],
    ["in a set", "got hunter", { tags: new Set(["hunter"]) }, "x: got [not shown]."],
    ["of four characters", "got abcd", { password: "abcd" }, "x: got [not shown]."],
    ["a key that is no name", 'extra key "a b=secret"', { "a b=secret": 1 }, 'x: extra key "[not shown]".'],
    ["a token made of it", "got Y2FuYXJ5LTVlY3JldA==", { password: CANARY }, "x: got [not shown]."],
  ])("shows nothing of it: %s", (_, message, input, shown) => {
    expect(quoting(message, input)).toBe(shown);
  });

  it("keeps the names of fields, limits and patterns", () => {
    const input = { role_arn: "x", durationSeconds: 12 };
    const message = 'Unrecognized key: "role_arn"; from 900 to 43200; must match /^acs:ram::\\d+:role/';
    expect(quoting(message, input)).toBe(`x: ${message}.`);
  });

  it("keeps what is shorter than four characters, and what in quotes no text of the input has", () => {
    expect(quoting('a day, not "yx", "yes"', { unit: "day", hour: "xyz", list: ["y", "x"] })).toBe(
      'x: a day, not "yx", "yes".',
    );
  });

  it("shows nothing of it, however deep and however long", () => {
    let deep: unknown = "hunter";
    for (let i = 0; i < 100_000; i++) deep = { deep };
    expect(quoting("got hunter", deep)).toBe("x: got [not shown].");
    const long = "two words ".repeat(7_000).trim();
    expect(quoting(`got ${long}`, { password: long })).toBe("x: got [not shown].");
    expect(quoting("got hunter", ["hunter", long])).toBe("x: got [not shown].");
  });

  it("goes through what many fields share once", () => {
    let shared: unknown = { password: "hunter" };
    for (let i = 0; i < 100; i++) shared = { a: shared, b: shared, c: shared };
    expect(quoting("got hunter", shared)).toBe("x: got [not shown].");
  });

  it("follows no circle", () => {
    const input: Record<string, unknown> = { password: "hunter" };
    input["self"] = input;
    expect(quoting("got hunter", input)).toBe("x: got [not shown].");
  });

  it("shows no key that is no name in a path", () => {
    const schema = schemaWith({ message: "no", path: ["tags", CANARY] });
    expect(thrownBy(ConfigurationError, () => parseOptions(schema, {}, "x")).message).toBe(
      "x: tags.[not shown]: no.",
    );
  });
});

describe("a value that is no plain object", () => {
  class Secretive {
    readonly #secret = CANARY;
    toString(): string {
      return `<${this.#secret}>`;
    }
  }
  const hidden = Object.defineProperty({}, "token", { value: CANARY });
  const broken = {
    get token(): string {
      throw new Error("no");
    },
    toString(): string {
      throw new Error("no");
    },
    kept: CANARY,
  };

  it.each<[string, unknown, string]>([
    ["an address", new URL(`https://a.test/${CANARY}`), `https://a.test/${CANARY}`],
    ["an error", new Error(`refused ${CANARY}`), `refused ${CANARY}`],
    ["an instance that describes itself", new Secretive(), `<${CANARY}>`],
    ["a field that is not listed", hidden, CANARY],
    ["one of which not all can be read", broken, CANARY],
    ["one without a prototype", Object.assign(Object.create(null), { token: CANARY }), CANARY],
  ])("is hidden in a complaint: %s", (_, value, shown) => {
    const schema = schemaWith({ message: `invalid: ${shown}` });
    const error = thrownBy(ConfigurationError, () => parseOptions(schema, { value }, "vault"));
    for (const text of renderings(error)) expect(text).not.toContain(CANARY);
  });

  it.each([{}, [], () => 1, null, undefined, true])("leaves what complaints say of types: %s", (value) => {
    const message = "expected text, received [object Object], null, undefined, true";
    expect(
      thrownBy(ConfigurationError, () => parseOptions(schemaWith({ message }), { value }, "vault")).message,
    ).toBe(`vault: ${message}.`);
  });
});
