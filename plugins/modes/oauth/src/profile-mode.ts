import { type CredentialSource, found, parseOptions, type StandardSchema, schemaOf } from "@alicred/core";
import type { Profile, ProfileMode } from "@alicred/plugin-kit";
import { acquireSession, type LoginFields, loginRules } from "./login.ts";
import { NAME } from "./name.ts";
import { endpoint, serviceOf, site } from "./sites.ts";

interface OAuthFields extends LoginFields {
  readonly oauth_site_type: string;
  readonly oauth_endpoint?: string | undefined;
}

const oauthFields: StandardSchema<OAuthFields> = schemaOf(
  { ...loginRules, oauth_site_type: site, oauth_endpoint: endpoint },
  ["oauth_site_type"],
);

/**
 * `OAuth`: the session that the profile keeps, or one for its tokens. New tokens and sessions are written back, the
 * tokens as soon as they are there.
 */
export const oauthMode: ProfileMode = { mode: "OAuth", source: sourceOf };

function sourceOf(profile: Profile): CredentialSource {
  const owner = `profile "${profile.name}"`;
  const fields = parseOptions(oauthFields, profile.fields, owner, "INVALID_CONFIGURATION");
  const service = serviceOf(fields.oauth_site_type, fields.oauth_endpoint, profile.name);
  return {
    name: NAME,
    resolve: async (context) => found(await acquireSession(context, profile, service, owner)),
  };
}
