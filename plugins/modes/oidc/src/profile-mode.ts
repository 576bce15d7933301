import type { CredentialSource } from "@alicred/core";
import type { Profile, ProfileMode } from "@alicred/plugin-kit";
import { readRoleProfile } from "@alicred/sts";
import { oidcSource } from "./source.ts";

// The CLI writes the first; the Node.js SDK reads the second.
const DURATIONS = ["expired_seconds", "duration_seconds"];

/** `OIDC`: a role assumed with the token in a file. Nothing is completed from the environment but the STS endpoint. */
export const oidcMode: ProfileMode = { mode: "OIDC", source: sourceOf };

function sourceOf(profile: Profile): CredentialSource {
  const { options, originOf, warned } = readRoleProfile(profile, {
    required: { oidcProviderArn: "oidc_provider_arn", token: "oidc_token_file" },
    durations: DURATIONS,
  });
  return warned(oidcSource({ ...options, token: { file: options.token }, families: [] }, originOf));
}
