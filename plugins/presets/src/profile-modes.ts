/**
 * The modes of `config.json`, for `sharedConfig` and the presets.
 *
 * @module
 */
import { chainableRamRoleArnMode, ramRoleArnMode, ramRoleArnWithRoleNameMode } from "@alicred/assume-role";
import { anonymousMode, bearerTokenMode } from "@alicred/bearer-token";
import { cloudSsoMode } from "@alicred/cloud-sso";
import type { ProfileMode } from "@alicred/core";
import { credentialsUriMode } from "@alicred/credentials-uri";
import { ecsRamRoleMode } from "@alicred/ecs-ram-role";
import { externalMode } from "@alicred/external";
import { oauthMode } from "@alicred/oauth";
import { oidcMode } from "@alicred/oidc";
import { rsaKeyPairMode } from "@alicred/rsa-key-pair";
import { accessKeyMode, stsTokenMode } from "@alicred/static";

/** Modes that need nothing but the network. */
export const httpModes: readonly ProfileMode[] = [
  accessKeyMode,
  stsTokenMode,
  ramRoleArnMode,
  chainableRamRoleArnMode,
  ramRoleArnWithRoleNameMode,
  ecsRamRoleMode,
  oidcMode,
  credentialsUriMode,
  cloudSsoMode,
  oauthMode,
];

/** Modes that lead to an access key, on the way of Terraform and the SDKs. */
export const accessKeyModes: readonly ProfileMode[] = [...httpModes, externalMode];

/** Every mode of `config.json`. */
export const allModes: readonly ProfileMode[] = [
  ...accessKeyModes,
  rsaKeyPairMode,
  bearerTokenMode,
  anonymousMode,
];
