import { type FieldSchema, found, parseFields, schemaOf } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { acquireSession, type LoginFields, loginRules } from "./acquire-session.ts";
import { endpoint, serviceOf, site } from "./service.ts";
import { NAME } from "./source.ts";

/** The fields of a profile of this mode. */
export interface OAuthFields extends LoginFields {
  readonly oauth_site_type: string;
  readonly oauth_endpoint?: string | undefined;
}

export const oauthFields: FieldSchema<OAuthFields> = schemaOf<OAuthFields>(
  { ...loginRules, oauth_site_type: site, oauth_endpoint: endpoint },
  ["oauth_site_type"],
);

/**
 * `OAuth`: the session that the profile keeps, or one for its tokens. New tokens and sessions are written back, the
 * tokens as soon as they arrive.
 */
export const oauthMode: ProfileMode = {
  mode: "OAuth",
  source(profile) {
    const label = `profile "${profile.name}"`;
    const fields = parseFields(oauthFields, profile.fields, label, "INVALID_CONFIGURATION");
    const service = serviceOf(fields.oauth_site_type, fields.oauth_endpoint, profile.name);
    return {
      name: NAME,
      resolve: async (context) => found(await acquireSession(context, profile, service, label)),
    };
  },
};
