import { chainableRamRoleArnMode, ramRoleArnMode, ramRoleArnWithRoleNameMode } from "@alicred/assume-role";
import { cloudSsoMode } from "@alicred/cloud-sso";
import { credentialsUriMode } from "@alicred/credentials-uri";
import { ecsRamRoleMode } from "@alicred/ecs-ram-role";
import { oauthMode } from "@alicred/oauth";
import { oidcMode } from "@alicred/oidc";
import type { ProfileMode } from "@alicred/plugin-kit";
import { accessKeyMode, stsTokenMode } from "@alicred/static";

/** The modes that lead to an access key and need no processes. */
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
