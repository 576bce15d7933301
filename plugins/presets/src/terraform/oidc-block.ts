import type { CredentialSource, Host } from "@alicred/core";
import { oidcSource } from "@alicred/oidc";
import { memoizedSource, readVariable, requiredSource, type TokenFrom } from "@alicred/plugin-kit";
import { type BlockScope, stsOf } from "./block-scope.ts";
import type { AssumeRoleWithOidcSettings } from "./provider-block.ts";
import { DEFAULT_SESSION_NAME } from "./role.ts";
import { OIDC_TOKEN_VARIABLES } from "./variables.ts";

/** Finds the token of the block; `undefined` leaves it to the variables. */
export type TokenOf = (host: Host, block: AssumeRoleWithOidcSettings) => TokenFrom | undefined;

/** The token of the block comes before that of a variable. */
export const blockToken: TokenOf = (_host, { oidc_token, oidc_token_file }) =>
  oidc_token ?? (oidc_token_file === undefined ? undefined : { file: oidc_token_file });

/** As in the provider's code: a token, even of a variable, comes before a file, even of the block. */
export const providerToken: TokenOf = (host, block) =>
  block.oidc_token === undefined && readVariable(host, OIDC_TOKEN_VARIABLES.oidc_token)
    ? undefined
    : blockToken(host, block);

/** The block `assume_role_with_oidc`, which variables complete. If the block is present, it must succeed. */
export function oidcOf(
  block: AssumeRoleWithOidcSettings,
  scope: BlockScope,
  tokenOf: TokenOf,
): CredentialSource {
  return memoizedSource(
    "oidc",
    async (context) => {
      return {
        roleArn: block.role_arn,
        oidcProviderArn: block.oidc_provider_arn,
        token: tokenOf(context.host, block),
        roleSessionName: sessionNameOf(context.host, block),
        durationSeconds: block.session_expiration,
        policy: block.policy || undefined,
        sts: await stsOf(context, scope),
      };
    },
    (options) =>
      requiredSource(
        oidcSource({ ...options, families: ["ALIBABA_CLOUD"] }, (part) => fromOf(part, block)),
        "argument assume_role_with_oidc",
      ),
  );
}

/** `undefined` leaves it to the variable. */
function sessionNameOf(
  host: Host,
  { role_session_name: name }: AssumeRoleWithOidcSettings,
): string | undefined {
  const isOfVariable = name === undefined && readVariable(host, ["ALIBABA_CLOUD_ROLE_SESSION_NAME"]);
  return isOfVariable ? undefined : name || DEFAULT_SESSION_NAME;
}

/** The origin of an option, in the words of the provider block. */
function fromOf(
  part: string,
  { oidc_token: token, role_session_name: name }: AssumeRoleWithOidcSettings,
): string {
  const block = "argument assume_role_with_oidc.";
  const places: Readonly<Record<string, string>> = {
    roleArn: `${block}role_arn`,
    oidcProviderArn: `${block}oidc_provider_arn`,
    token: `${block}oidc_token${token ? "" : "_file"}`,
    roleSessionName: name ? `${block}role_session_name` : "the default",
    durationSeconds: `${block}session_expiration`,
    policy: `${block}policy`,
  };
  return places[part] ?? "argument endpoints.sts or region";
}
