/**
 * One platform alone, for bundles that must be small: the others are left out.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { webHost } from "@alicred/core/host/web";
 * import { singlePlatformOidc, vercel } from "@alicred/platform-oidc/single";
 *
 * const source = singlePlatformOidc(vercel, {
 *   roleArn: "acs:ram::123456789012:role/web",
 *   oidcProviderArn: "acs:ram::123456789012:oidc-provider/vercel",
 * });
 * const resolver = refreshing(source, { host: webHost() });
 * const handler = (request: Request) => resolver.get({ input: request });
 * ```
 *
 * @module
 */
import { type CredentialSource, parseFields, schemaOf } from "@alicred/core";
import type { Platform } from "./platform.ts";
import { NAME, optionRules, type PlatformRoleOptions, platformSource } from "./source.ts";

export type { Carrier, Platform, TokenIssuer, TokenOption, TokenOptions } from "./platform.ts";
export { azure } from "./platforms/azure.ts";
export { buildkite } from "./platforms/buildkite.ts";
export { circleci } from "./platforms/circleci.ts";
export { fly } from "./platforms/fly.ts";
export { githubActions } from "./platforms/github-actions.ts";
export { gitlabCi } from "./platforms/gitlab-ci.ts";
export { googleCloud } from "./platforms/google-cloud.ts";
export { kubernetes } from "./platforms/kubernetes.ts";
export { selfIssued } from "./platforms/self-issued.ts";
export { vercel } from "./platforms/vercel.ts";
export type { PlatformRoleOptions } from "./source.ts";

/**
 * A RAM role assumed with the token of this platform, which may be one of your own.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options outside their limits, and for one that the platform does not
 *   take.
 */
export function singlePlatformOidc(platform: Platform, options: PlatformRoleOptions = {}): CredentialSource {
  return platformSource(platform, parseFields(schemaOf<PlatformRoleOptions>(optionRules), options, NAME));
}
