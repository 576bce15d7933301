/**
 * A RAM role assumed with the OIDC token that the platform gives: no key is stored anywhere.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { platformOidc } from "@alicred/platform-oidc";
 *
 * const source = platformOidc({
 *   platform: "github-actions",
 *   roleArn: "acs:ram::123456789012:role/deploy",
 *   oidcProviderArn: "acs:ram::123456789012:oidc-provider/github",
 * });
 * const { accessKeyId } = await refreshing(source, { host: nodeHost() }).get();
 * ```
 *
 * @module
 */
import {
  type CredentialSource,
  defineFieldPlugin,
  type FieldSchema,
  type Plugin,
  schemaOf,
} from "@alicred/core";
import { type PlatformName, platformOf, platforms } from "./platforms.ts";
import { autoSource, NAME, optionRules, type PlatformRoleOptions, platformSource } from "./source.ts";

export type { TokenIssuer, TokenOption, TokenOptions } from "./platform.ts";
export type { PlatformName } from "./platforms.ts";
export type { PlatformRoleOptions } from "./source.ts";

export interface PlatformOidcOptions extends PlatformRoleOptions {
  /**
   * The platform. `auto`: the first that has put a token into a variable, a file or a header; Google Cloud, Fly.io,
   * Azure's virtual machines and self-issued tokens must be named.
   */
  readonly platform: PlatformName | "auto";
}

const names = ["auto", ...platforms.map(({ name }) => name)];

const platformOidcOptions: FieldSchema<PlatformOidcOptions> = schemaOf<PlatformOidcOptions>(
  {
    ...optionRules,
    platform: {
      accepts: (value) => names.some((name) => name === value),
      complaint: `is not one of ${names.join(", ")}`,
    },
  },
  ["platform"],
);

/** The plugin: a role assumed with the token of a platform. */
export const platformOidcPlugin: Plugin<PlatformOidcOptions, PlatformOidcOptions, never> =
  /* @__PURE__ */ defineFieldPlugin({
    name: NAME,
    options: platformOidcOptions,
    source: ({ platform: name, ...options }) => {
      const platform = platformOf(name);
      return platform ? platformSource(platform, options) : autoSource(platforms, options);
    },
  });

/**
 * A RAM role assumed with the OIDC token that the platform gives. The token is read or asked for at each refresh; the
 * session is shared by all calls.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options outside their limits, and for one that the platform does not
 *   take.
 */
export function platformOidc(options: PlatformOidcOptions): CredentialSource {
  return platformOidcPlugin.source(options);
}
