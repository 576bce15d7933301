/**
 * The front door: credentials for the runtime that the program runs on.
 *
 * @example
 * ```ts
 * import { resolver } from "alicred";
 *
 * const { accessKeyId, accessKeySecret, securityToken } = await resolver().get();
 * ```
 *
 * @module
 */
import type { CredentialSource, Resolver } from "@alicred/core";
import type { SdkDefaultOptions } from "@alicred/presets/sdk-default";
import { defaultChain } from "#runtime";
import { type FrontDoorOptions, resolverOf } from "./options.ts";

export { type AssumeRoleOptions, assumeRole } from "@alicred/assume-role";
export {
  AlicredError,
  ConfigurationError,
  type CredentialSource,
  type Credentials,
  chain,
  type ErrorCode,
  type GetOptions,
  InvalidAnswerError,
  NotConfiguredError,
  RefusedError,
  type Resolver,
  type ResolverEvent,
  type TraceEntry,
  UnavailableError,
} from "@alicred/core";
export { type CredentialsUriOptions, credentialsUri } from "@alicred/credentials-uri";
export { type EcsRamRoleOptions, ecsRamRole } from "@alicred/ecs-ram-role";
export { type EnvOptions, envCredentials } from "@alicred/env";
export { type OidcOptions, oidc } from "@alicred/oidc";
export { type StaticOptions, staticCredentials } from "@alicred/static";
export type { FrontDoorOptions } from "./options.ts";
export type { RuntimeOptions } from "./runtime-options.ts";

export interface ResolverOptions extends FrontDoorOptions, SdkDefaultOptions {
  /**
   * The source of the credentials. Default: with files, the default chain of the official SDKs (variables, OIDC,
   * `config.json`, the INI file, the role of the ECS instance, a credentials URI); without, variables of a key, of OIDC
   * and of a credentials URI.
   */
  readonly source?: CredentialSource | undefined;
}

/**
 * A resolver for the runtime that the program runs on. Make one, keep it for as long as the program runs, and share it.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for an option that cannot be used, such as a profile where there are no
 *   files.
 *
 * @example With a source of one's own
 * ```ts
 * import { assumeRole, envCredentials, resolver } from "alicred";
 *
 * const role = "acs:ram::1234567890123456:role/deploy";
 * const deploy = resolver({ source: assumeRole({ from: envCredentials(), roleArn: role }) });
 * ```
 */
export function resolver(options: ResolverOptions = {}): Resolver {
  const { source, profile, configFile, modes, plugins, sources, ...others } = options;
  return resolverOf(source ?? defaultChain({ profile, configFile, modes, plugins, sources }), others);
}
