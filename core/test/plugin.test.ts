import { describe, expect, it } from "vitest";
import {
  ConfigurationError,
  type CredentialSource,
  createSource,
  defineFieldPlugin,
  definePlugin,
  found,
  type Plugin,
  refreshing,
  type StandardSchema,
  schemaOf,
} from "../src/mod.ts";
import { thrownBy } from "./support/outcome.ts";
import { testHost } from "./support/test-host.ts";

interface RoleOptions {
  readonly role: string;
}

const ROLE = {
  accepts: (value: unknown) => value === "deploy" || value === "audit",
  complaint: "is unknown",
};

/** A source whose key is the role that it was made with. */
const roleSource =
  (name: string) =>
  ({ role }: RoleOptions): CredentialSource => ({
    name,
    resolve: async () => found({ accessKeyId: role, accessKeySecret: "secret" }),
  });

const definition = { options: schemaOf<RoleOptions>({ role: ROLE }, ["role"]), source: roleSource("vault") };

/** Another library's schema, which has a default and a transform. */
const lenient: StandardSchema<RoleOptions, { readonly role?: string }> = {
  "~standard": {
    version: 1,
    vendor: "other",
    validate: (input) =>
      Object(input).role === 5
        ? { issues: [{ path: ["role"], message: "is a number" }] }
        : { value: { role: String(Object(input).role ?? "default").toUpperCase() } },
  },
};

const keyOf = async (source: CredentialSource): Promise<string> =>
  (await refreshing(source, { host: testHost() }).get()).accessKeyId;

describe.each<[string, Plugin<RoleOptions>]>([
  ["definePlugin", definePlugin({ name: "vault", ...definition })],
  ["defineFieldPlugin", defineFieldPlugin({ name: "vault", ...definition })],
])("a plugin of %s", (_, plugin) => {
  it("has the parts that it was defined by, and no modes of profiles unless it was given some", () => {
    expect(plugin).toMatchObject({ name: "vault", options: definition.options });
    expect(plugin.profileModes).toEqual([]);
  });

  it("makes its source from the options that its schema accepts", async () => {
    expect(await keyOf(plugin.source({ role: "deploy" }))).toBe("deploy");
  });

  it("refuses the others under its own name", () => {
    const refused = (options: unknown): ConfigurationError =>
      thrownBy(ConfigurationError, () => plugin.source(options as RoleOptions));
    expect(refused({ role: "root" })).toMatchObject({
      code: "INVALID_OPTION",
      message: "vault: role: is unknown.",
      source: "vault",
    });
    expect(refused({}).message).toBe("vault: role: is missing.");
  });
});

describe("a plugin with another library's schema", () => {
  const plugin = definePlugin({ name: "vault", options: lenient, source: roleSource("vault") });

  it("makes its source from what the schema returns, with its defaults and transforms", async () => {
    expect(await keyOf(plugin.source({}))).toBe("DEFAULT");
    expect(await keyOf(plugin.source({ role: "deploy" }))).toBe("DEPLOY");
  });

  it("refuses what the schema refuses", () => {
    expect(thrownBy(ConfigurationError, () => plugin.source({ role: 5 as never })).message).toBe(
      "vault: role: is a number.",
    );
  });
});

it.each([
  ["definePlugin", definePlugin],
  ["defineFieldPlugin", defineFieldPlugin],
])("%s hands the modes of profiles on as they are", (_, define) => {
  const modes = [{ mode: "Vault" }];
  expect(define({ name: "vault", ...definition, profileModes: modes }).profileModes).toBe(modes);
});

describe("a configuration", () => {
  const named = (name: string): Plugin<{ readonly role?: string }, RoleOptions, never> =>
    definePlugin({ name, options: lenient, source: roleSource(name) });
  const plugins = [named("static"), named("vault"), named("oidc")];

  it.each(["static", "vault", "oidc"])(
    "chooses the plugin %s by its name, and gives it the options",
    async (use) => {
      const source = createSource(plugins, { use, options: { role: "deploy" } });
      expect(source.name).toBe(use);
      expect(await keyOf(source)).toBe("DEPLOY");
    },
  );

  it("may leave out the options, which are then none", async () => {
    expect(await keyOf(createSource(plugins, { use: "vault" }))).toBe("DEFAULT");
    const seen: unknown[] = [];
    const curious = {
      name: "curious",
      source(options: unknown) {
        seen.push(options);
        return roleSource("curious")({ role: "audit" });
      },
    };
    createSource([curious], { use: "curious" });
    expect(seen).toEqual([{}]);
  });

  it.each([
    ["that no plugin has", "Vault", plugins, "no plugin has this name. Use one of: static, vault, oidc"],
    [
      "that two plugins have",
      "vault",
      [...plugins, named("vault")],
      "several plugins have this name. Leave out all but one of them",
    ],
  ])("with a name %s is refused, and told what to do", (_, use, given, complaint) => {
    expect(thrownBy(ConfigurationError, () => createSource(given, { use }))).toMatchObject({
      code: "INVALID_OPTION",
      message: `use: ${complaint}.`,
      source: "use",
    });
  });

  it("with options that the plugin refuses is refused under the plugin's name", () => {
    const configuration = { use: "vault", options: { role: 5 } };
    expect(thrownBy(ConfigurationError, () => createSource(plugins, configuration))).toMatchObject({
      code: "INVALID_OPTION",
      message: "vault: role: is a number.",
    });
  });
});
