import { ConfigurationError, type Rule } from "@alicred/core";
import type { ProfileMode, ProfilePlugin } from "./profile.ts";

/** A profile mode, or a plugin, which stands for all of its modes. */
export type ModeProvider = ProfileMode | ProfilePlugin;

/** Rule for a list of mode providers. */
export const modeProviders: Rule = {
  accepts: isListOfProviders,
  complaint: "is not a list of plugins and profile modes",
};

/**
 * The modes that these provide, in their order, each once.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` when two different ones have the same name, in whatever case: which of
 *   them is meant would depend on their order.
 */
export function profileModesOf(providers: readonly ModeProvider[]): readonly ProfileMode[] {
  const modes = new Map<string, ProfileMode>();
  for (const mode of providers.flatMap((each) => ("mode" in each ? each : each.profileModes))) {
    const name = mode.mode.toLowerCase();
    if ((modes.get(name) ?? mode) !== mode) {
      const message = `modes: two providers of the mode "${mode.mode}". Leave one of them out.`;
      throw new ConfigurationError("INVALID_OPTION", message);
    }
    modes.set(name, mode);
  }
  return [...modes.values()];
}

function isListOfProviders(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((each) => {
      const { mode, name, source, profileModes = [] }: Readonly<Record<string, unknown>> = Object(each);
      return (
        typeof source === "function" && typeof (mode ?? name) === "string" && isListOfProviders(profileModes)
      );
    })
  );
}
