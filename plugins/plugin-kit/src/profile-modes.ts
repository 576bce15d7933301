import type { Plugin, ProfileMode, Rule } from "@alicred/core";

/** A profile mode, or a plugin, which stands for all of its modes. */
export type ModeProvider = ProfileMode | Pick<Plugin<unknown>, "name" | "profileModes">;

/** Of a list of mode providers. */
export const modeProviders: Rule = [isListOfProviders, "is not a list of plugins and profile modes"];

/** The modes that these provide, in their order. */
export function profileModesOf(providers: readonly ModeProvider[]): readonly ProfileMode[] {
  return providers.flatMap((each) => ("mode" in each ? each : (each.profileModes ?? [])));
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
