import type { Host } from "@alicred/core";
import type { ProfilePlugin } from "@alicred/plugin-kit";
import { allModes } from "@alicred/presets/profile-modes";
import { importModule, type NamedModule, unusable } from "./import-module.ts";

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
  const owners = new Map(allModes.map(({ mode }) => [mode.toLowerCase(), "alicred itself"]));
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
  if (owner !== undefined)
    throw unusable(
      named,
      `plugin "${plugin}" provides the mode ${mode}, which ${owner} provides too. Leave one of them out, or rename the mode.`,
    );
  owners.set(mode.toLowerCase(), `plugin "${plugin}" of ${named.name}`);
}

function pluginsIn(exports: Readonly<Record<string, unknown>>, named: NamedModule): readonly ProfilePlugin[] {
  const all = Object.entries(exports);
  const plugins = all.flatMap(([, value]) => (isPlugin(value) ? value : []));
  if (plugins.length > 0) return plugins;
  // Plugins of other versions of the contract had a name and a source too.
  const [like] = all.find(([, value]) => "name" in Object(value) && "source" in Object(value)) ?? [];
  if (like !== undefined)
    throw unusable(
      named,
      `its export ${like} is no plugin as this version of alicred knows them. Make it by definePlugin, and compare the versions: npm ls @alicred/core.`,
    );
  const names = all.slice(0, MOST_NAMES).map(([name]) => name);
  const found = names.length === 0 ? "nothing" : names.join(", ");
  throw unusable(
    named,
    `it exports no plugin. Found: ${found}${all.length > MOST_NAMES ? ", …" : ""}. Export what definePlugin of @alicred/core returns.`,
  );
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
