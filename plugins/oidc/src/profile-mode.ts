import { type ProfileMode, text } from "@alicred/core";
import { limits, readRoleProfile } from "@alicred/sts";
import { oidcSource } from "./source.ts";

interface Fields {
  readonly oidc_provider_arn: string;
  readonly oidc_token_file: string;
}

const PARTS: Readonly<Record<string, string>> = {
  oidcProviderArn: "oidc_provider_arn",
  token: "oidc_token_file",
};

/** `OIDC`: a role assumed with the token in a file. Nothing is completed from the environment but the STS endpoint. */
export const oidcMode: ProfileMode = {
  mode: "OIDC",
  source(profile) {
    const { fields, role, describe, warned } = readRoleProfile<Fields>(profile, {
      rules: { oidc_provider_arn: limits.oidcProviderArn, oidc_token_file: text },
      required: ["oidc_provider_arn", "oidc_token_file"],
      // The CLI writes the first; the Node.js SDK reads the second.
      durations: ["expired_seconds", "duration_seconds"],
    });
    const { oidc_provider_arn: oidcProviderArn, oidc_token_file: file } = fields;
    const options = { ...role, oidcProviderArn, token: { file }, families: [] };
    return warned(oidcSource(options, (part) => describe(PARTS[part] ?? part)));
  },
};
