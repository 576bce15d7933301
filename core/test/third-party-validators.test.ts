import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { ConfigurationError, parseOptions, type StandardSchema } from "../src/mod.ts";
import { CANARY, renderings } from "./support/canary.ts";
import { thrownBy } from "./support/outcome.ts";

interface Options {
  readonly token: string;
  readonly seconds?: number | undefined;
}

const schemas: [string, StandardSchema<Options>][] = [
  [
    "valibot",
    v.strictObject({
      token: v.pipe(v.string(), v.trim(), v.regex(/^hvs\.[a-z]+$/), v.maxLength(40)),
      seconds: v.optional(v.pipe(v.number(), v.maxValue(3600))),
    }),
  ],
  [
    "arktype",
    type({ token: /^hvs\.[a-z]+$/, "seconds?": "number <= 3600", "+": "reject" }) as StandardSchema<Options>,
  ],
  [
    "zod",
    z.strictObject({
      token: z
        .string()
        .trim()
        .regex(/^hvs\.[a-z]+$/)
        .max(40),
      seconds: z.number().max(3600).optional(),
    }),
  ],
];

const inputs: [string, unknown][] = [
  ["a pasted secret", { token: CANARY }],
  ["a secret with a line end", { token: `${CANARY}\n` }],
  ["a secret with quotes", { token: `"${CANARY}"` }],
  ["a secret of words", { token: `canary of words` }],
  ["a secret in place of a number", { token: "hvs.ok", seconds: CANARY }],
  ["a number that is too large", { token: "hvs.ok", seconds: 4815162342 }],
  ["a secret as a key", { token: "hvs.ok", [`${CANARY}=x`]: "y" }],
  ["a secret in place of the options", CANARY],
  ["a list of secrets", [CANARY]],
  ["an object in place of a secret", { token: { value: CANARY } }],
];

describe.each(schemas)("a schema of %s", (_, schema) => {
  it("passes good options", () => {
    expect(parseOptions(schema, { token: "hvs.ok", seconds: 60 }, "vault")).toEqual({
      token: "hvs.ok",
      seconds: 60,
    });
  });

  it.each(inputs)("puts no value into a message: %s", (_, input) => {
    const error = thrownBy(ConfigurationError, () => parseOptions(schema, input, "vault"));
    expect(error.code).toBe("INVALID_OPTION");
    expect(error.message).toMatch(/^vault: ./);
    for (const text of renderings(error)) {
      for (const secret of [CANARY, "canary of words", "4815162342"]) expect(text).not.toContain(secret);
    }
  });

  it("names the field, and what it must be", () => {
    const error = thrownBy(ConfigurationError, () =>
      parseOptions(schema, { token: "hvs.ok", seconds: 4000 }, "vault"),
    );
    expect(error.message).toMatch(/seconds.*3,?600/);
  });
});

it("a schema that is asynchronous only when it is asked is refused as one", () => {
  const schema = z.object({ token: z.string().refine(async () => true) });
  const error = thrownBy(ConfigurationError, () => parseOptions(schema, { token: CANARY }, "vault"));
  expect(error.message).toContain("asynchronous");
});
