import type { Host } from "@alicred/core";
import { type ProfileFields, type ProfileLogin, type ProfileMode, profileModesOf } from "@alicred/plugin-kit";
import { loginModes } from "@alicred/presets/login-modes";
import type { ProgramOptions } from "./options.ts";
import { readSourceOptions } from "./source-options.ts";

/** A mode that a person signs in for. */
export interface LoginMode extends ProfileMode {
  readonly login: ProfileLogin;
}

/** Every mode that this run understands, those of plugins included. */
export async function modesOf(
  plugin: readonly string[],
  program: ProgramOptions,
  host: Host,
): Promise<readonly ProfileMode[]> {
  const { plugins = [] } = await readSourceOptions({ plugin }, program, host);
  return profileModesOf([...loginModes, ...plugins]);
}

/** The mode of a profile: the one that it names, in any case, else the first whose telling field it has. */
export function modeOf(modes: readonly ProfileMode[], fields: ProfileFields): ProfileMode | undefined {
  const { mode } = fields;
  if (typeof mode === "string") return modes.find((each) => each.mode.toLowerCase() === mode.toLowerCase());
  return modes.find(({ fields: [telling] = [] }) => telling !== undefined && fields[telling] !== undefined);
}

/** Whether a person signs in for a mode. */
export function isLoginMode(mode: ProfileMode | undefined): mode is LoginMode {
  return mode?.login !== undefined;
}
