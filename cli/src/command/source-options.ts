import type { Host } from "@alicred/core";
import type { ProfilePlugin } from "@alicred/plugin-kit";
import { type Catalogue, catalogue } from "../terminal/language.ts";
import { wrongUse } from "./command-error.ts";
import type { CommandOptions, ProgramOptions, SourceOptions } from "./options.ts";

const en = {
  edgeReadsNoFiles: "--as edge reads no files. Leave out --profile and --config-file.",
  edgeReadsNoProfiles: "--as edge reads no profiles, and plugins add modes of profiles. Leave out --plugin.",
  aliasOfNoFolder: "--provider-alias chooses among the blocks of a folder. Name one: --provider-config DIR",
  ofTerraform: (option: string, as: string): string => `${option} is for --as terraform, not ${as}.`,
};

const zh: typeof en = {
  edgeReadsNoFiles: "--as edge 不读取任何文件。请去掉 --profile 和 --config-file。",
  edgeReadsNoProfiles: "--as edge 不读取任何配置，而插件增加的是配置的凭证类型。请去掉 --plugin。",
  aliasOfNoFolder: "--provider-alias 用于在目录的多个块中选择。请指定目录：--provider-config DIR",
  ofTerraform: (option, as) => `${option} 用于 --as terraform，不能用于 ${as}。`,
};

export const sourceOptionsText: Catalogue<typeof en> = catalogue({ en, zh });

/** Names modules as `--plugin` does, separated as in `PATH`. */
const PLUGINS_VARIABLE = "ALICRED_PLUGINS";

/**
 * The options with what they name: the provider block of `--provider-config`, the plugins of `--plugin`.
 *
 * @throws {ConfigurationError} for options that exclude each other, and for files and modules that cannot be used.
 */
export async function readSourceOptions(
  options: CommandOptions,
  { plugins = [] }: ProgramOptions,
  host: Host,
): Promise<SourceOptions> {
  refuseContradictions(options);
  const { as, profile, configFile, compat, providerConfig, providerAlias, plugin } = options;
  const named = as === "edge" ? [] : await namedPlugins(plugin, host);
  return {
    ...(as && { as }),
    ...(profile !== undefined && { profile }),
    ...(configFile !== undefined && { configFile }),
    ...(compat && { compat }),
    ...(providerConfig !== undefined && {
      providerBlock: await readBlock(providerConfig, providerAlias, host),
    }),
    plugins: [...new Set([...plugins, ...named])],
  };
}

async function readBlock(
  path: string,
  alias: string | undefined,
  host: Host,
): Promise<SourceOptions["providerBlock"]> {
  const { readProviderBlock } = await import("./provider-config.ts");
  return readProviderBlock(path, alias, host);
}

async function namedPlugins(given: readonly string[], host: Host): Promise<readonly ProfilePlugin[]> {
  const listed = host.env?.(PLUGINS_VARIABLE) ?? "";
  if (given.length === 0 && listed === "") return [];
  const { delimiter } = await import("node:path");
  const { loadPlugins } = await import("./load-plugins.ts");
  const modules = [
    ...listed.split(delimiter).map((name) => ({ name, by: PLUGINS_VARIABLE })),
    ...given.map((name) => ({ name, by: "--plugin" })),
  ];
  return loadPlugins(
    modules.filter(({ name }) => name !== ""),
    host,
  );
}

function refuseContradictions({
  as,
  profile,
  configFile,
  providerConfig,
  providerAlias,
  compat,
  plugin,
}: CommandOptions): void {
  const text = sourceOptionsText();
  if (as === "edge" && (profile !== undefined || configFile !== undefined))
    throw wrongUse(text.edgeReadsNoFiles);
  if (as === "edge" && plugin.length > 0) throw wrongUse(text.edgeReadsNoProfiles);
  if (providerAlias !== undefined && providerConfig === undefined) throw wrongUse(text.aliasOfNoFolder);
  if (as === undefined || as === "terraform") return;
  const [misplaced] = [providerConfig && "--provider-config", compat && "--compat"].filter(Boolean);
  if (misplaced) throw wrongUse(text.ofTerraform(misplaced, as));
}
