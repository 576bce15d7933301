import { assumeRole, type RoleOptions } from "@alicred/assume-role";
import { type CredentialSource, chain } from "@alicred/core";
import { type CredentialsUriOptions, credentialsUri } from "@alicred/credentials-uri";
import { envSource } from "@alicred/env";
import { type OidcOptions, oidc } from "@alicred/oidc";
import { namedStep } from "@alicred/plugin-kit";
import type { StsOptions } from "@alicred/sts";
import { withVariables } from "./with-variables.ts";

export interface EdgeOptions {
  /** Variables, as a Worker's `env` has them; what is not text is ignored. Default: those of the host. */
  readonly env?: object | undefined;
  /** OIDC, with a token that a function issues, say; variables complete it. Default: by variables alone. */
  readonly oidc?: OidcOptions | undefined;
  /** A document of credentials. Default: by variables. */
  readonly credentialsUri?: CredentialsUriOptions | undefined;
  /** A role on top of whatever was found. Default: none. */
  readonly assumeRole?: (RoleOptions & { readonly sts?: StsOptions | undefined }) | undefined;
}

const NAME = "edge";

/**
 * Credentials for runtimes without files and processes: what the options give, then variables of a key, of OIDC and of a
 * credentials URI; a role on top.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options that cannot be used.
 */
export function edge(options: EdgeOptions = {}): CredentialSource {
  const { env, assumeRole: role } = options;
  const [token, document] = [oidc(options.oidc), credentialsUri(options.credentialsUri)];
  const given = [...(options.oidc ? [token] : []), ...(options.credentialsUri ? [document] : [])];
  const base = chain([...new Set([...given, envSource(), token, document])], { name: NAME });
  const source = role ? namedStep(NAME, assumeRole({ from: base, ...role })) : base;
  return env ? withVariables(env, source) : source;
}
