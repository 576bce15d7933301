/**
 * Settings from options and environment variables.
 *
 * @module
 */
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

/**
 * The value of an option, else of the first of these environment variables that is set.
 *
 * @param from says where the option came from: `argument region`
 */
export function settingOf(
  host: Host,
  option: string | undefined,
  from: string,
  variables: readonly string[],
): Setting | undefined {
  return option === undefined ? readVariable(host, variables) : { value: option, from };
}

/**
 * The same setting.
 *
 * @throws {ConfigurationError} `INVALID_CONFIGURATION` when it breaks the rule; it is not quoted.
 */
export function checkSetting(
  setting: Setting | undefined,
  { accepts, complaint }: Rule,
): Setting | undefined {
  if (setting === undefined || accepts(setting.value)) return setting;
  throw new ConfigurationError("INVALID_CONFIGURATION", `${setting.from} ${complaint}.`);
}

/**
 * The setting that forbids profiles to run programs and to ask helpers: the variable
 * `ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS`, if it is `1` or `true`. `undefined` if they are allowed.
 */
export function externalProcessBan(host: Host): string | undefined {
  const setting = readVariable(host, ["ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS"]);
  return setting && /^(1|true)$/i.test(setting.value) ? setting.from : undefined;
}
