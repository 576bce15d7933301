/**
 * Terraform's precedence as its documentation has it.
 *
 * @module
 */
import { ramRoleArnMode, ramRoleArnSource, roleSource } from "@alicred/assume-role";
import type { CredentialSource } from "@alicred/core";
import { ConfigurationError, closeSource, notConfigured } from "@alicred/core";
import { uriSource } from "@alicred/credentials-uri";
import { metadataSource } from "@alicred/ecs-ram-role";
import { envSource } from "@alicred/env";
import type { ProfileMode } from "@alicred/plugin-kit";
import {
  fixedSource,
  memoizedSource,
  namedStep,
  notConfiguredSource,
  type SuppliedPart,
} from "@alicred/plugin-kit";
import { selectedProfileAnswers } from "@alicred/shared-config";
import { arranged, keptOpen, type SourcesOption } from "../arrange.ts";
import { type BlockScope, stsOf } from "./block-scope.ts";
import { blockToken, oidcOf } from "./oidc-block.ts";
import type { ProviderSettings } from "./provider-block.ts";
import { roleOf } from "./role.ts";
import { PROVIDER_VARIABLES } from "./variables.ts";

/** The sources of Terraform's documented order, in this order. */
export interface TerraformSources {
  /** The key in the block. */
  readonly keys: CredentialSource;
  /** The ECS role in the block. */
  readonly ecsRamRole: CredentialSource;
  /** `assume_role_with_oidc` in the block. */
  readonly oidc: CredentialSource;
  /** Variables of a key. */
  readonly env: CredentialSource;
  /** The ECS role that a variable names. */
  readonly envEcsRamRole: CredentialSource;
  /** The profile of the shared file. */
  readonly sharedConfig: CredentialSource;
  /** The credentials URI of the block or a variable. */
  readonly credentialsUri: CredentialSource;
}

/** The documented order, and the role of the block `assume_role` on top of whichever source won. */
export function documentedOrder(
  name: string,
  scope: BlockScope,
  options: SourcesOption<TerraformSources>,
  modes: () => Promise<readonly ProfileMode[]>,
): CredentialSource {
  const { assume_role: block } = scope.settings;
  if (block === undefined) return arranged(name, sourcesOf(scope, modes), options);
  const base = arranged("base", sourcesOf(scope, modes), options);
  const from = keptOpen(base);
  const source = memoizedSource(
    name,
    (context) => roleOf(context, block, scope),
    (role) =>
      role === undefined
        ? from
        : namedStep(
            name,
            roleSource({ from, ...role }, () => "argument assume_role"),
          ),
  );
  return { ...source, close: () => closeSource(base) };
}

/**
 * The block (keys, then the ECS role, then OIDC), environment variables, the shared file, `credentials_uri`. Each level is
 * one source: it is complete, or absent, or fails.
 *
 * @see https://www.alibabacloud.com/help/en/terraform/terraform-authentication
 */
function sourcesOf(scope: BlockScope, modes: () => Promise<readonly ProfileMode[]>): TerraformSources {
  const { settings } = scope;
  const { ecs_role_name: roleName, assume_role_with_oidc: oidc, credentials_uri: uri } = settings;
  return {
    keys: keysOf(settings),
    ecsRamRole:
      roleName === undefined
        ? notConfiguredSource("ecs-ram-role", "argument ecs_role_name")
        : metadataSource({ roleName, variables: [] }, "argument ecs_role_name", true),
    oidc:
      oidc === undefined
        ? notConfiguredSource("oidc", "argument assume_role_with_oidc")
        : oidcOf(oidc, scope, blockToken),
    env: envSource(),
    envEcsRamRole: metadataSource({ variables: PROVIDER_VARIABLES.ecs_role_name, discover: false }, ""),
    sharedConfig: sharedConfigOf(scope, modes),
    credentialsUri: uriSource(
      { uri, variables: PROVIDER_VARIABLES.credentials_uri },
      "argument credentials_uri",
    ),
  };
}

const ARGUMENT_OF: Readonly<Record<SuppliedPart, string>> = {
  accessKeyId: "access_key",
  accessKeySecret: "secret_key",
  securityToken: "security_token",
};

/** The key that is written in the block, with its secret: never completed from elsewhere. */
function keysOf(settings: ProviderSettings): CredentialSource {
  const { access_key: accessKeyId, secret_key: accessKeySecret, security_token: securityToken } = settings;
  if (accessKeyId && accessKeySecret) {
    const init = { accessKeyId, accessKeySecret, securityToken };
    return fixedSource(init, (part) => `argument ${ARGUMENT_OF[part]}`);
  }
  const name = "static";
  if (!(accessKeyId || accessKeySecret || securityToken))
    return notConfiguredSource(name, "arguments access_key and secret_key");
  const missing = accessKeyId ? "secret_key" : "access_key";
  const message = `argument ${missing} is missing. Set both key and secret; they are never completed from elsewhere.`;
  const error = new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
  return { name, resolve: () => Promise.reject(error) };
}

/** The profile that was asked for. The modes are loaded when there is one. */
function sharedConfigOf(
  scope: BlockScope,
  loadModes: () => Promise<readonly ProfileMode[]>,
): CredentialSource {
  let answers: ReturnType<typeof selectedProfileAnswers> | undefined;
  return {
    name: "shared-config",
    close: () => answers?.close(),
    async resolve(context) {
      const selected = await scope.selected(context.host);
      if (selected.kind === "none") return notConfigured(selected.lookedFor);
      if (selected.kind === "lacking") throw selected.error;
      const modes = await loadModes();
      answers ??= selectedProfileAnswers({
        modes,
        selectedModes: modes.map((mode) => blockMode(mode, scope)),
      });
      return answers.answer(context, selected);
    },
  };
}

/**
 * The mode for the profile that a block leads to: the role of `RamRoleArn` is assumed where the block's own would be, by
 * `endpoints { sts }` or the region, as in Terraform. Profiles below it keep their own STS.
 */
function blockMode(mode: ProfileMode, scope: BlockScope): ProfileMode {
  if (mode !== ramRoleArnMode) return mode;
  return {
    ...mode,
    source: (profile) =>
      memoizedSource(
        "assume-role",
        (context) => stsOf(context, scope),
        (sts) => ramRoleArnSource(profile, sts),
      ),
  };
}
