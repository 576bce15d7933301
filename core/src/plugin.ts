/**
 * The plugin contract: what a package contributes, and how a program that is driven by configuration uses it.
 *
 * @module
 */
import { parseOptions } from "./parse-options.ts";
import { type FieldSchema, invalid, parseFields } from "./schema.ts";
import type { CredentialSource } from "./source.ts";
import type { StandardSchema } from "./standard-schema.ts";

/** The parts of a plugin. */
export interface PluginDefinition<Input, Output, Mode> {
  /** Kebab-case; the same as the folder, the package and the source that the plugin makes. */
  readonly name: string;
  /** Checks the options: a schema of any validator that speaks Standard Schema. */
  readonly options: StandardSchema<Output, Input>;
  /** Makes the source from options that the schema has accepted, with its defaults and transforms applied. */
  readonly source: (options: Output) => CredentialSource;
  /** The modes of profiles that the plugin understands. The kernel hands them on, and knows nothing of them. */
  readonly profileModes?: readonly Mode[];
}

/** A package that contributes one auth mode. Made by `definePlugin`. */
export interface Plugin<Input, Output = Input, Mode = unknown> {
  readonly name: string;
  readonly options: StandardSchema<Output, Input>;
  /**
   * Makes the source.
   *
   * @throws {ConfigurationError} `INVALID_OPTION` for options that the schema refuses.
   */
  readonly source: (options: Input) => CredentialSource;
  readonly profileModes: readonly Mode[];
}

/**
 * Makes a plugin, whose `source` validates its options once, by the schema.
 *
 * @example
 * ```ts
 * import { definePlugin, found, schemaOf, nonEmptyString } from "@alicred/core";
 *
 * interface VaultOptions {
 *   readonly address: string;
 * }
 *
 * export const vaultPlugin = definePlugin({
 *   name: "vault",
 *   options: schemaOf<VaultOptions>({ address: nonEmptyString }, ["address"]),
 *   source: ({ address }) => ({ name: "vault", resolve: async () => found(await readSecret(address)) }),
 * });
 *
 * declare function readSecret(address: string): Promise<{ accessKeyId: string; accessKeySecret: string }>;
 * ```
 */
export function definePlugin<Input, Output = Input, Mode = never>(
  definition: PluginDefinition<Input, Output, Mode>,
): Plugin<Input, Output, Mode> {
  const { name, options } = definition;
  return pluginOf(definition, (input) => parseOptions(options, input, name));
}

/** As `definePlugin`, for options of a schema of `schemaOf`; a bundle then holds nothing for other validators. */
export function defineFieldPlugin<Options, Mode = never>(
  definition: PluginDefinition<Options, Options, Mode> & { readonly options: FieldSchema<Options> },
): Plugin<Options, Options, Mode> {
  const { name, options } = definition;
  return pluginOf(definition, (input) => parseFields(options, input, name));
}

function pluginOf<Input, Output, Mode>(
  { name, options, source, profileModes = [] }: PluginDefinition<Input, Output, Mode>,
  parse: (input: Input) => Output,
): Plugin<Input, Output, Mode> {
  return { name, options, source: (input) => source(parse(input)), profileModes };
}

/** Which plugin to use, and with what options: what a configuration file says. */
export interface SourceConfiguration {
  /** The name of the plugin. */
  readonly use: string;
  /** Options, as the plugin's schema wants them. Default: none, `{}`. */
  readonly options?: unknown;
}

/**
 * The source that a configuration describes.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` when no plugin or several have the name, or the options are refused.
 *
 * @example
 * ```ts
 * import { createSource } from "@alicred/core";
 * import { oidcPlugin } from "@alicred/oidc";
 * import { staticPlugin } from "@alicred/static";
 *
 * const source = createSource([staticPlugin, oidcPlugin], { use: "oidc", options: { durationSeconds: 900 } });
 * ```
 */
export function createSource(
  plugins: readonly Pick<Plugin<never, unknown>, "name" | "source">[],
  { use, options = {} }: SourceConfiguration,
): CredentialSource {
  const [plugin, another] = plugins.filter(({ name }) => name === use);
  if (plugin !== undefined && another === undefined) return plugin.source(options as never);
  const names = plugins.map(({ name }) => name).join(", ");
  const complaint = plugin
    ? "several plugins have this name. Leave out all but one of them"
    : `no plugin has this name. Use one of: ${names}`;
  throw invalid("use", complaint, "INVALID_OPTION");
}
