/**
 * Every mode of `config.json`, those that a person signs in for with their login: for programs in which people sign in,
 * such as the `alicred` command. `profile-modes` has the same modes without, for all other programs.
 *
 * @example
 * ```ts
 * import { loginModes } from "@alicred/presets/login-modes";
 *
 * const names = loginModes.filter(({ login }) => login !== undefined).map(({ mode }) => mode);
 * ```
 *
 * @module
 */
import { cloudSsoLoginMode } from "@alicred/cloud-sso/login";
import { oauthLoginMode } from "@alicred/oauth/login";
import type { ProfileMode } from "@alicred/plugin-kit";
import { allModes } from "./plugins.ts";

const withLogin: readonly ProfileMode[] = [cloudSsoLoginMode, oauthLoginMode];

/** Every mode of `config.json`, with its login where there is one. */
export const loginModes: readonly ProfileMode[] = allModes.map(
  (each) => withLogin.find(({ mode }) => mode === each.mode) ?? each,
);
