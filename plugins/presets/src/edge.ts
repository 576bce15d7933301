/**
 * Credentials for runtimes without files and processes.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { webHost } from "@alicred/core/host/web";
 * import { edge } from "@alicred/presets/edge";
 *
 * declare const env: { ALIBABA_CLOUD_OIDC_TOKEN: string };
 *
 * const resolver = refreshing(edge({ env }), { host: webHost() });
 * ```
 *
 * @module
 */
import { assumeRole, type RoleOptions } from "@alicred/assume-role";
import { type CredentialSource, parseFields, schemaOf, variablesIn } from "@alicred/core";
import { type CredentialsUriOptions, credentialsUri } from "@alicred/credentials-uri";
import { envSource } from "@alicred/env";
import { type OidcOptions, oidc } from "@alicred/oidc";
import { namedStep } from "@alicred/plugin-kit";
import type { StsOptions } from "@alicred/sts";
import { arranged, type SourcesOption, sharedRules, withVariables } from "./arrange.ts";

/** The sources of `edge`, in this order; those that have options come before `env`. */
export interface EdgeSources {
  /** Variables of a key. */
  readonly env: CredentialSource;
  /** OIDC, by the options and variables. */
  readonly oidc: CredentialSource;
  /** A document of credentials, by the options and variables. */
  readonly credentialsUri: CredentialSource;
}

export interface EdgeOptions extends SourcesOption<EdgeSources> {
  /** Variables, such as a Worker's `env`; values that are not text are ignored. Default: those of the host. */
  readonly env?: object | undefined;
  /** OIDC, for example with a token that a function issues; variables complete it. Default: by variables alone. */
  readonly oidc?: OidcOptions | undefined;
  /** A document of credentials. Default: by variables. */
  readonly credentialsUri?: CredentialsUriOptions | undefined;
  /** A role on top of whatever was found. Default: none. */
  readonly assumeRole?: (RoleOptions & { readonly sts?: StsOptions | undefined }) | undefined;
}

const NAME = "edge";

/**
 * Credentials for runtimes without files and processes: those of the options, then of variables of a key, of OIDC and of
 * a credentials URI; a role on top.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for invalid options.
 */
export function edge(options: EdgeOptions = {}): CredentialSource {
  parseFields(schemaOf({ sources: sharedRules.sources }), options, NAME);
  const { env, assumeRole: role } = options;
  const [token, document] = [oidc(options.oidc), credentialsUri(options.credentialsUri)];
  const defaults = {
    // The first mention of a name decides its place.
    ...(options.oidc && { oidc: token }),
    ...(options.credentialsUri && { credentialsUri: document }),
    env: envSource(),
    oidc: token,
    credentialsUri: document,
  };
  const base = arranged<EdgeSources>(NAME, defaults, options);
  const source = role ? namedStep(NAME, assumeRole({ from: base, ...role })) : base;
  return env ? withVariables(source, () => variablesIn(env)) : source;
}
