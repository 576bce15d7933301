import { ConfigurationError, type CredentialSource, type Host } from "@alicred/core";
import { importModule, unusable } from "../../command/import-module.ts";
import { loadPlugins } from "../../command/load-plugins.ts";
import { pluginSubject } from "./suite/plugin-subject.ts";
import type { Subject } from "./suite/subject.ts";
import { benchText } from "./text.ts";

/**
 * The subject of a module: one that it exports, or its first plugin below alicred's cache.
 *
 * @param options those of the plugin's source
 * @throws {ConfigurationError} `INVALID_OPTION` for a module that exports neither, and for options that the plugin refuses.
 * @throws {AlicredError} that of the plugin's source, if it has no credentials.
 */
export async function namedSubject(
  module: string,
  options: Readonly<Record<string, unknown>>,
  host: Host,
): Promise<Subject> {
  const named = { name: module, by: "--plugin" };
  const exports = await importModule(named, host);
  const subject = Object.values(exports).find(isSubject);
  if (subject !== undefined) return subject;
  const names = Object.keys(exports).slice(0, 8).join(", ");
  const [plugin] = await loadPlugins([named], host).catch((thrown: unknown) => {
    const isEmpty = !Object.values(exports).some((value) => "source" in Object(value));
    throw isEmpty && thrown instanceof ConfigurationError
      ? unusable(named, benchText().unusable(names || "-"))
      : thrown;
  });
  if (plugin === undefined) throw unusable(named, benchText().unusable(names || "-"));
  // Every plugin has a source; those that are loaded for their modes of profiles do not say so.
  const { source }: { readonly source?: unknown } = Object(plugin);
  if (typeof source !== "function") throw unusable(named, benchText().unusable(plugin.name));
  return pluginSubject(plugin.name, () => Reflect.apply(source, plugin, [options]) as CredentialSource, host);
}

function isSubject(value: unknown): value is Subject {
  const { name, create }: Readonly<Record<string, unknown>> = Object(value);
  return typeof name === "string" && typeof create === "function";
}
