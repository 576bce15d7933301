/**
 * The one list of plugins that the presets know, and the modes of `config.json` that follow from it. A new auth mode
 * takes a line here and nothing else outside its own folder.
 *
 * @example
 * ```ts
 * import { httpModes } from "@alicred/presets/profile-modes";
 * import { sharedConfig } from "@alicred/shared-config";
 *
 * const source = sharedConfig({ profile: "prod", modes: httpModes });
 * ```
 *
 * @module
 */
import { anonymousPlugin } from "@alicred/anonymous";
import { assumeRolePlugin } from "@alicred/assume-role";
import { bearerTokenPlugin } from "@alicred/bearer-token";
import { cloudSsoPlugin } from "@alicred/cloud-sso";
import type { Plugin } from "@alicred/core";
import { credentialsUriPlugin } from "@alicred/credentials-uri";
import { ecsRamRolePlugin } from "@alicred/ecs-ram-role";
import { envPlugin } from "@alicred/env";
import { externalPlugin } from "@alicred/external";
import { oauthPlugin } from "@alicred/oauth";
import { oidcPlugin } from "@alicred/oidc";
import { type ProfileMode, profileModesOf } from "@alicred/plugin-kit";
import { rsaKeyPairPlugin } from "@alicred/rsa-key-pair";
import { staticPlugin } from "@alicred/static";

/** A plugin of any options, as `createSource` and the presets take it. */
export type AnyPlugin = Pick<Plugin<never, unknown, ProfileMode>, "name" | "source" | "profileModes">;

// Calls and annotations instead of spreads: a bundle that uses one list has no plugin of the others.
const first: readonly AnyPlugin[] = [staticPlugin, assumeRolePlugin];
const last: readonly AnyPlugin[] = [oidcPlugin, cloudSsoPlugin, credentialsUriPlugin, oauthPlugin, envPlugin];

/** The plugins that lead to an access key and need no processes. */
export const httpPlugins: readonly AnyPlugin[] = /* @__PURE__ */ listOf(first, ecsRamRolePlugin, last);

/** The plugins that lead to an access key. */
export const accessKeyPlugins: readonly AnyPlugin[] = /* @__PURE__ */ listOf(
  first,
  ecsRamRolePlugin,
  externalPlugin,
  last,
);

/**
 * Every plugin. A profile that names no mode is of the first mode here whose fields it has, and this is the order of the
 * aliyun CLI.
 *
 * @see https://github.com/aliyun/aliyun-cli/blob/master/config/profile.go (`AutoModeRecognition`)
 */
export const allPlugins: readonly AnyPlugin[] = /* @__PURE__ */ listOf(
  first,
  rsaKeyPairPlugin,
  ecsRamRolePlugin,
  externalPlugin,
  last,
  bearerTokenPlugin,
  anonymousPlugin,
);

/** The modes that lead to an access key and need no processes. */
export const httpModes: readonly ProfileMode[] = /* @__PURE__ */ profileModesOf(httpPlugins);

/** The modes that lead to an access key. */
export const accessKeyModes: readonly ProfileMode[] = /* @__PURE__ */ profileModesOf(accessKeyPlugins);

/** Every mode of `config.json`. */
export const allModes: readonly ProfileMode[] = /* @__PURE__ */ profileModesOf(allPlugins);

function listOf(...parts: readonly (AnyPlugin | readonly AnyPlugin[])[]): readonly AnyPlugin[] {
  return parts.flat();
}
