import type { ProfileMode } from "@alicred/plugin-kit";
import { readStsProfile } from "@alicred/sts";
import { oidcSource } from "./source.ts";

// The CLI writes the first; the Node.js SDK reads the second.
const DURATIONS = ["expired_seconds", "duration_seconds"];

/** `OIDC`: a role assumed with the token in a file. Only the STS endpoint may come from the environment. */
export const oidcMode: ProfileMode = {
  mode: "OIDC",
  fields: ["oidc_token_file", "oidc_provider_arn", "ram_role_arn"],
  source(profile) {
    const { options, originOf, warned } = readStsProfile(profile, {
      operation: "AssumeRoleWithOIDC",
      required: { token: "oidc_token_file" },
      durations: DURATIONS,
    });
    return warned(oidcSource({ ...options, token: { file: options.token }, families: [] }, originOf));
  },
};
