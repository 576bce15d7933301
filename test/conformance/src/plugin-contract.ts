import { AlicredError, type CredentialSource, notConfigured, type Plugin } from "@alicred/core";
import type { ProfileFields, ProfileMode } from "@alicred/plugin-kit";
import { type ContractCheck, expect, isKebabCase } from "./checking.ts";
import { refusalOf } from "./refusal.ts";
import { createTestProfile, type TestProfile } from "./test-profile.ts";

/** The cases that the contract of a plugin is checked with. */
export interface PluginCases<Input> {
  /** Options that the plugin takes. */
  readonly options: Input;
  /** Options that it refuses, with planted secrets in them; leave out where there are none. */
  readonly refused?: readonly unknown[] | undefined;
  /** By mode, fields of a profile that it takes, and fields that it refuses. Every mode of the plugin is named. */
  readonly modes?: Readonly<Record<string, ModeCases>> | undefined;
  /** Secrets planted above: none may show in an error. */
  readonly secrets: readonly string[];
}

export interface ModeCases {
  readonly fields: ProfileFields;
  /** Fields that are refused when the source is made or asked; leave out where nothing can be wrong. */
  readonly refused?: readonly ProfileFields[] | undefined;
}

/**
 * The contract of a plugin and its profile modes, as checks for any test runner:
 * `for (const { name, run } of pluginContract(vaultPlugin, cases)) test(name, run)`. That of its source is
 * `sourceContract`.
 */
export function pluginContract<Input, Output>(
  plugin: Plugin<Input, Output, ProfileMode>,
  cases: PluginCases<Input>,
): readonly ContractCheck[] {
  const { options, refused = [], modes = {}, secrets } = cases;
  return [
    {
      name: `${plugin.name}: its name is kebab-case, and that of its source`,
      run: async () => {
        expect(isKebabCase(plugin.name), "its name is not kebab-case: `vault`, `my-vault`");
        const { name } = plugin.source(options);
        expect(name === plugin.name, `its source has another name, ${name}`);
      },
    },
    {
      name: `${plugin.name}: its source is made only from options that the schema accepts`,
      run: async () => {
        for (const bad of refused) {
          // Whatever the type says: a configuration file may hold anything.
          const { code } = refusalOf(() => plugin.source(bad as Input), secrets);
          expect(
            code === "INVALID_OPTION",
            `refused options with ${code}, not INVALID_OPTION: use definePlugin`,
          );
        }
      },
    },
    {
      name: `${plugin.name}: leaves its options as they are`,
      run: async () => {
        const given = Object.freeze({ ...options });
        try {
          plugin.source(given);
        } catch (thrown) {
          expect(
            thrown instanceof AlicredError,
            "the plugin changes its options, or cannot take frozen ones",
          );
        }
      },
    },
    {
      name: `${plugin.name}: the cases name each of its modes`,
      run: async () => {
        const own = plugin.profileModes
          .map(({ mode }) => mode)
          .sort()
          .join();
        const named = Object.keys(modes).sort().join();
        expect(own === named, `the plugin has the modes "${own}", the cases "${named}"`);
      },
    },
    ...plugin.profileModes.flatMap((mode) => modeChecks(mode, modes[mode.mode] ?? { fields: {} }, secrets)),
  ];
}

function modeChecks(
  { mode, fields: own = [], optionalFields = [], source }: ProfileMode,
  { fields, refused = [] }: ModeCases,
  secrets: readonly string[],
): readonly ContractCheck[] {
  const sourceOfFrozen: ProfileMode["source"] = (profile) => {
    try {
      return source(profile);
    } catch (thrown) {
      expect(
        !(thrown instanceof TypeError),
        "the mode changes the fields of the profile, or cannot take frozen ones",
      );
      throw thrown;
    }
  };
  return [
    {
      name: `${mode}: makes a source of the profile`,
      run: async () => {
        const { name } = sourceOfFrozen(profileOf(Object.freeze({ mode, ...fields })));
        expect(isKebabCase(name), `the name of its source, ${name}, is not kebab-case`);
        const unnamed = [...own, ...optionalFields].filter((field) => !/^[a-z][a-z\d_]*$/.test(field));
        expect(unnamed.length === 0, `not names of fields: ${unnamed.join(", ")}`);
        const lacking = own.filter((field) => !(field in fields));
        expect(
          lacking.length === 0,
          `a profile is recognised only if it has ${lacking.join(", ")}: list what it may lack as optionalFields`,
        );
      },
    },
    {
      name: `${mode}: refuses a profile that it cannot use, by its name and without a value`,
      run: async () => {
        for (const bad of refused) {
          const profile = profileOf({ mode, ...bad });
          const error = refusalOf(() => source(profile), secrets);
          expect(
            error instanceof AlicredError && error.message.includes("the-profile"),
            "the message does not name the profile",
          );
        }
      },
    },
  ];
}

/** A profile whose every other profile exists, because a mode may stand on another. */
function profileOf(fields: ProfileFields): TestProfile {
  const other: CredentialSource = { name: "other", resolve: async () => notConfigured("another profile") };
  const profile = createTestProfile(fields, { name: "the-profile", sourceOfFields: () => other });
  return Object.assign(profile, { sourceOf: () => other });
}
