import type { Host } from "@alicred/core";
import type { ProfilePlugin } from "@alicred/plugin-kit";
import { allModes } from "@alicred/presets/profile-modes";
import { type Catalogue, catalogue } from "../terminal/language.ts";
import { importModule, type NamedModule, unusable } from "./import-module.ts";

const en = {
  itself: "alicred's own code",
  pluginOf: (plugin: string, module: string): string => `plugin "${plugin}" of ${module}`,
  twice: (plugin: string, mode: string, owner: string): string =>
    `plugin "${plugin}" provides the mode ${mode}, which ${owner} provides too. Leave one of them out, or rename the mode.`,
  ofOtherVersion: (name: string): string =>
    `its export ${name} is not a plugin for this version of alicred. Make it by definePlugin, and compare the versions: npm ls @alicred/core.`,
  nothing: "nothing",
  noPlugin: (found: string): string =>
    `it exports no plugin. Found: ${found}. Export what definePlugin of @alicred/core returns.`,
};

const zh: typeof en = {
  itself: "alicred 自身",
  pluginOf: (plugin, module) => `${module} 的插件 "${plugin}"`,
  twice: (plugin, mode, owner) =>
    `插件 "${plugin}" 提供了凭证类型 ${mode}，而${owner} 也提供了它。请去掉其中之一，或更改凭证类型的名称。`,
  ofOtherVersion: (name) =>
    `它导出的 ${name} 不是适用于此版本 alicred 的插件。请用 definePlugin 创建，并比较版本：npm ls @alicred/core。`,
  nothing: "无",
  noPlugin: (found) => `它没有导出插件。找到：${found}。请导出 @alicred/core 的 definePlugin 所返回的值。`,
};

export const loadPluginsText: Catalogue<typeof en> = catalogue({ en, zh });

/** The number of exports that the message names for a module without a plugin. */
const MOST_NAMES = 8;

/**
 * The plugins that modules export, under whatever names.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for a module that is missing or exports no plugin, and for one whose
 *   plugin provides a mode that another does; `SOURCE_THREW` for one that throws as it is loaded.
 */
export async function loadPlugins(
  modules: readonly NamedModule[],
  host: Host,
): Promise<readonly ProfilePlugin[]> {
  const owners = new Map(allModes.map(({ mode }) => [mode.toLowerCase(), loadPluginsText().itself]));
  const plugins = new Set<ProfilePlugin>();
  for (const named of modules) {
    for (const plugin of pluginsIn(await importModule(named, host), named)) {
      if (plugins.has(plugin)) continue;
      plugins.add(plugin);
      for (const { mode } of plugin.profileModes) claim(owners, mode, plugin.name, named);
    }
  }
  return [...plugins];
}

/** Notes who provides a mode. Two providers are an error, because their order would decide which of them is meant. */
function claim(owners: Map<string, string>, mode: string, plugin: string, named: NamedModule): void {
  const owner = owners.get(mode.toLowerCase());
  if (owner !== undefined) throw unusable(named, loadPluginsText().twice(plugin, mode, owner));
  owners.set(mode.toLowerCase(), loadPluginsText().pluginOf(plugin, named.name));
}

function pluginsIn(exports: Readonly<Record<string, unknown>>, named: NamedModule): readonly ProfilePlugin[] {
  const all = Object.entries(exports);
  const plugins = all.flatMap(([, value]) => (isPlugin(value) ? value : []));
  if (plugins.length > 0) return plugins;
  // Plugins of other versions of the contract had a name and a source too.
  const [like] = all.find(([, value]) => "name" in Object(value) && "source" in Object(value)) ?? [];
  const text = loadPluginsText();
  if (like !== undefined) throw unusable(named, text.ofOtherVersion(like));
  const names = all.slice(0, MOST_NAMES).map(([name]) => name);
  const found = names.length === 0 ? text.nothing : names.join(", ");
  throw unusable(named, text.noPlugin(`${found}${all.length > MOST_NAMES ? ", …" : ""}`));
}

/** Whether this is what `definePlugin` returns, of whichever copy of the kernel. */
function isPlugin(value: unknown): value is ProfilePlugin {
  const { name, options, source, profileModes }: Readonly<Record<string, unknown>> = Object(value);
  return (
    typeof name === "string" &&
    "~standard" in Object(options) &&
    typeof source === "function" &&
    Array.isArray(profileModes) &&
    profileModes.every(isMode)
  );
}

function isMode(value: unknown): boolean {
  const { mode, source }: Readonly<Record<string, unknown>> = Object(value);
  return typeof mode === "string" && typeof source === "function";
}
