import { assumeRole, type RoleOptions } from "@alicred/assume-role";
import { type CredentialSource, chain, type ResolveContext } from "@alicred/core";
import { type CredentialsUriOptions, credentialsUri } from "@alicred/credentials-uri";
import { envCredentials } from "@alicred/env";
import { type OidcOptions, oidc } from "@alicred/oidc";
import { readVariable, type StsOptions } from "@alicred/sts";
import { derivedSource, oneStep } from "../derived-source.ts";
import { withVariables } from "./with-variables.ts";

export interface EdgeOptions {
  /** Variables, as a Worker's `env` has them; what is not text is ignored. Default: those of the host. */
  readonly env?: Readonly<Record<string, unknown>> | undefined;
  /** OIDC, with a token that a function issues, say; variables complete it. Default: by variables alone. */
  readonly oidc?: OidcOptions | undefined;
  /** A document of credentials. Default: by variables. */
  readonly credentialsUri?: CredentialsUriOptions | undefined;
  /**
   * A role on top of whatever was found. Default: `ALICLOUD_ASSUME_ROLE_ARN`, with
   * `ALICLOUD_ASSUME_ROLE_SESSION_NAME` and `ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION`; else none.
   */
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
  const { env } = options;
  const levels = [
    ...(options.oidc ? [oidc(options.oidc)] : []),
    ...(options.credentialsUri ? [credentialsUri(options.credentialsUri)] : []),
    envCredentials(),
    ...(options.oidc ? [] : [oidc()]),
    ...(options.credentialsUri ? [] : [credentialsUri()]),
  ];
  const base = chain(levels, { name: NAME });
  const source = derivedSource(
    NAME,
    (context) => options.assumeRole ?? roleOfVariables(context),
    (role) => (role === undefined ? base : oneStep(NAME, assumeRole({ from: base, ...role }))),
  );
  return env === undefined ? source : withVariables(env, source);
}

function roleOfVariables({ host }: ResolveContext): RoleOptions | undefined {
  const read = (name: string): string | undefined =>
    readVariable(host, [`ALICLOUD_ASSUME_ROLE_${name}`])?.value;
  const roleArn = read("ARN");
  const expiration = read("SESSION_EXPIRATION");
  return roleArn === undefined
    ? undefined
    : {
        roleArn,
        roleSessionName: read("SESSION_NAME"),
        durationSeconds: expiration === undefined ? undefined : Number(expiration),
      };
}
