import { describe, expect, it } from "vitest";
import {
  boolean,
  ConfigurationError,
  defineFieldPlugin,
  type FieldSchema,
  found,
  nonEmptyString,
  parseFields,
  parseOptions,
  schemaOf,
  stringMatching,
} from "../src/mod.ts";
import { thrownBy } from "./support/outcome.ts";

interface VaultOptions {
  readonly role?: string;
  readonly isOn?: boolean;
}

const vaultPlugin = defineFieldPlugin({
  name: "vault",
  options: schemaOf<VaultOptions>({ role: nonEmptyString, isOn: boolean }),
  source: ({ role = "none" }) => ({
    name: "vault",
    resolve: async () => found({ accessKeyId: role, accessKeySecret: "secret" }),
  }),
});

describe("options", () => {
  it.each(["prod", 5, true, 5n, Symbol("prod"), () => "prod", ["prod"], []])(
    "%s in their place is refused, because it would count as no options",
    (options) => {
      expect(thrownBy(ConfigurationError, () => vaultPlugin.source(options as never))).toMatchObject({
        code: "INVALID_OPTION",
        message: "vault: options are not an object.",
      });
    },
  );

  it.each([undefined, null, {}])("%s count as no options", (options) => {
    expect(vaultPlugin.source(options as never).name).toBe("vault");
  });

  it("are read once, so that what is used is what was checked", () => {
    let read = 0;
    const options = {
      get role(): unknown {
        read++;
        return read === 1 ? "deploy" : 5;
      },
    };
    const schema = schemaOf<VaultOptions>({ role: nonEmptyString });
    expect(parseOptions(schema, options, "vault")).toEqual({ role: "deploy" });
  });

  it("that an object inherits are missing, and not lost after they were checked", () => {
    class Inherited {
      get role(): string {
        return "deploy";
      }
    }
    const schema = schemaOf<VaultOptions>({ role: nonEmptyString }, ["role"]);
    expect(thrownBy(ConfigurationError, () => parseOptions(schema, new Inherited(), "vault")).message).toBe(
      "vault: role: is missing.",
    );
  });
});

describe("a schema of fields", () => {
  const schema = schemaOf<{ role: string; isOn?: boolean; region?: string }>(
    { role: nonEmptyString, isOn: boolean, region: stringMatching(/^[a-z]+-\d$/, "is not a region") },
    ["role"],
  );
  const validate = (input: unknown): unknown => schema["~standard"].validate(input);

  it("speaks Standard Schema, so that any library can use it", () => {
    expect(schema["~standard"]).toMatchObject({ version: 1, vendor: "alicred" });
    expect(validate({ role: "deploy", other: 1 })).toEqual({ value: { role: "deploy", other: 1 } });
    expect(validate({ role: "deploy", isOn: "yes", region: "cn" })).toEqual({
      issues: [
        { path: ["isOn"], message: "is not true or false" },
        { path: ["region"], message: "is not a region" },
      ],
    });
  });

  it.each<[string, unknown]>([
    ["every field", { role: "deploy", isOn: false, region: "eu-1" }],
    ["only the required one", { role: " " }],
    ["undefined where a field may be missing", { role: "deploy", isOn: undefined, region: undefined }],
  ])("accepts %s", (_, input) => {
    expect(parseOptions(schema, input, "vault")).toEqual(input);
  });

  it.each<[string, unknown, string]>([
    ["nothing for a required field", {}, "role: is missing"],
    ["undefined for a required field", { role: undefined }, "role: is missing"],
    ["the empty text", { role: "" }, "role: is missing or not text"],
    ["a number in place of text", { role: 5 }, "role: is missing or not text"],
    ["null in place of text", { role: null }, "role: is missing or not text"],
    ["a text in place of true or false", { role: "deploy", isOn: "true" }, "isOn: is not true or false"],
    ["another form", { role: "deploy", region: "Hangzhou" }, "region: is not a region"],
    [
      "a value that only looks right as text",
      { role: "deploy", region: ["eu-1"] },
      "region: is not a region",
    ],
    [
      "several",
      { isOn: 1, region: "" },
      "role: is missing; isOn: is not true or false; region: is not a region",
    ],
  ])("refuses %s by the field's name, and quotes no value", (_, input, complaints) => {
    expect(thrownBy(ConfigurationError, () => parseFields(schema, input, "vault"))).toMatchObject({
      code: "INVALID_OPTION",
      message: `vault: ${complaints}.`,
      source: "vault",
    });
  });

  it("refuses the content of a file by a code of its own", () => {
    for (const input of [{}, "text"])
      expect(
        thrownBy(ConfigurationError, () => parseFields(schema, input, "profile p", "INVALID_CONFIGURATION")),
      ).toMatchObject({ code: "INVALID_CONFIGURATION" });
  });
});

it.each([
  ["the whole", undefined, "vault: is sealed."],
  ["the whole, by an empty path", [], "vault: is sealed."],
  ["a field", ["role"], "vault: role: is sealed."],
])("a complaint of one's own schema may be about %s", (_, path, message) => {
  const validate = () => ({ issues: [{ path, message: "is sealed" }] });
  const schema: FieldSchema<object> = { "~standard": { version: 1, vendor: "alicred", validate } };
  expect(thrownBy(ConfigurationError, () => parseFields(schema, {}, "vault")).message).toBe(message);
});
