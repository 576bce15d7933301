import {
  ConfigurationError,
  type CredentialSource,
  definePlugin,
  found,
  type Plugin,
  schemaOf,
  stringMatching,
} from "@alicred/core";
import type { Profile, ProfileMode } from "@alicred/plugin-kit";
import { expect, test } from "vitest";
import { pluginContract } from "../src/mod.ts";

interface VaultOptions {
  readonly token: string;
}

const SECRET = "canary-token";
const options = schemaOf<VaultOptions>({ token: stringMatching(/^hvs-/, "is not a token") }, ["token"]);
const source = (): CredentialSource => ({
  name: "vault",
  resolve: async () => found({ accessKeyId: "a", accessKeySecret: "b" }),
});

const vaultMode: ProfileMode = {
  mode: "Vault",
  fields: ["vault_token"],
  source(profile) {
    if (typeof profile.fields["vault_token"] === "string") return source();
    const message = `profile "${profile.name}": field vault_token is missing.`;
    throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
  },
};

async function complaints(
  changes: Partial<Plugin<VaultOptions, VaultOptions, ProfileMode>>,
): Promise<string> {
  const plugin = {
    ...definePlugin({ name: "vault", options, source, profileModes: [vaultMode] }),
    ...changes,
  };
  const checks = pluginContract<VaultOptions, VaultOptions>(plugin, {
    options: { token: "hvs-1" },
    refused: [{}, { token: SECRET }],
    modes: { Vault: { fields: { vault_token: "hvs-1" }, refused: [{}, { vault_token: { SECRET } }] } },
    secrets: [SECRET],
  });
  const lines: string[] = [];
  for (const { name, run } of checks)
    await run().catch((error: Error) => lines.push(`${name}: ${error.message}`));
  return lines.join("\n");
}

test("a plugin as it should be keeps the contract", async () => {
  expect(await complaints({})).toBe("");
});

test("a plugin that changes its options is found out", async () => {
  const changing = (given: VaultOptions): CredentialSource => {
    Object.assign(given, { token: "hvs-2" });
    return source();
  };
  expect(await complaints({ source: changing })).toContain("the plugin changes its options");
});

test("a mode may stand on another profile, or on other fields", async () => {
  for (const reach of [
    (profile: Profile) => profile.sourceOf("base"),
    (profile: Profile) => profile.sourceOfFields({ mode: "AK" }),
  ]) {
    const standing: ProfileMode = {
      ...vaultMode,
      source: (profile) => [vaultMode.source(profile), reach(profile)][1] ?? source(),
    };
    expect(await complaints({ profileModes: [standing] })).toBe("");
  }
});

test.each<[string, Partial<Plugin<VaultOptions, VaultOptions, ProfileMode>>, string]>([
  ["does not validate", { source }, "nothing was refused"],
  [
    "shows what it refuses",
    {
      source: ({ token }) => {
        if (token !== "hvs-1") throw new ConfigurationError("INVALID_OPTION", `no token: ${token}`);
        return source();
      },
    },
    "a planted secret shows in the error",
  ],
  ["has another name than its source", { name: "vaults" }, "its source has another name, vault"],
  ["has a name that is not kebab-case", { name: "My Vault!" }, "its name is not kebab-case"],
  [
    "has a mode that the cases do not know",
    { profileModes: [] },
    'the plugin has the modes "", the cases "Vault"',
  ],
  ["has a mode that takes anything", { profileModes: [{ ...vaultMode, source }] }, "nothing was refused"],
  [
    "has a mode that changes the fields of the profile",
    {
      profileModes: [
        {
          ...vaultMode,
          source(profile) {
            Object.assign(profile.fields, { vault_token: profile.fields["vault_token"] });
            return vaultMode.source(profile);
          },
        },
      ],
    },
    "the mode changes the fields of the profile",
  ],
  [
    "has a mode that lists a field which a profile may lack",
    { profileModes: [{ ...vaultMode, fields: ["vault_token", "vault_address"] }] },
    "a profile is recognised only if it has vault_address",
  ],
  [
    "has a mode that does not name the profile",
    {
      profileModes: [
        {
          ...vaultMode,
          source({ fields }) {
            if (typeof fields["vault_token"] === "string") return source();
            throw new ConfigurationError("INCOMPLETE_CONFIGURATION", "A field is missing.");
          },
        },
      ],
    },
    "the message does not name the profile",
  ],
])("a plugin that %s is found out", async (_, changes, complaint) => {
  expect(await complaints(changes)).toContain(complaint);
});
