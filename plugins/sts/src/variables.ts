import { ConfigurationError, type Host, type Rule } from "@alicred/core";

/** A setting, and what it came from: for the trace and for messages. */
export interface Setting<T = string> {
  readonly value: T;
  readonly from: string;
}

/** The first of these environment variables that is set. White space around a value is dropped; an empty one is unset. */
export function readVariable({ env }: Host, names: readonly string[]): Setting | undefined {
  for (const name of names) {
    const value = env?.(name)?.trim();
    if (value) return { value, from: `environment variable ${name}` };
  }
  return undefined;
}

/** Where a setting may come from, and what it must be. */
export interface SettingPlaces {
  /** Name of the source, for errors. */
  readonly source: string;
  /** The option; it beats the variables. */
  readonly option: string | undefined;
  /** Says where the option came from. */
  readonly from: string;
  readonly variables: readonly string[];
  readonly rule: Rule;
}

/**
 * An option, or else the first of the environment variables that is set.
 *
 * @throws {ConfigurationError} `INVALID_CONFIGURATION` when it breaks the rule; it is not quoted.
 */
export function readSetting(host: Host, places: SettingPlaces): Setting | undefined {
  const { source, option, from, variables, rule } = places;
  const [accepts, complaint] = rule;
  const setting = option === undefined ? readVariable(host, variables) : { value: option, from };
  if (setting === undefined || accepts(setting.value)) return setting;
  throw new ConfigurationError("INVALID_CONFIGURATION", `${setting.from} ${complaint}.`, { source });
}
