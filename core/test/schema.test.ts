import { describe, expect, it } from "vitest";
import {
  boolean,
  ConfigurationError,
  createSource,
  defineFieldPlugin,
  found,
  nonEmptyString,
  parseOptions,
  schemaOf,
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
  it.each(["prod", 5, true, 5n, Symbol("prod"), () => "prod"])(
    "%s in their place is refused, because it would count as no options",
    (options) => {
      expect(thrownBy(ConfigurationError, () => vaultPlugin.source(options as never))).toMatchObject({
        code: "INVALID_OPTION",
        message: "vault: options are not an object.",
      });
    },
  );

  it.each([undefined, null, {}])("%s are none", (options) => {
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

it.each([
  ["no plugin", []],
  ["two plugins", [vaultPlugin, vaultPlugin]],
])("the name of %s is refused, with the names", (_, plugins) => {
  expect(thrownBy(ConfigurationError, () => createSource(plugins, { use: "vault" }))).toMatchObject({
    code: "INVALID_OPTION",
    message: expect.stringMatching(/^use: names none or several of: /),
  });
});
