import { ask, type CredentialSource, found, nonEmptyString, parseFields, schemaOf } from "@alicred/core";
import type { Profile, ProfileFields, ProfileMode } from "@alicred/plugin-kit";
import { REREAD_AFTER_MS, readStoredSession, storeSession } from "@alicred/plugin-kit";
import { credentialsOf, holdsCredentials, modeOf } from "./output.ts";
import { commandError, digestOf, NAME, runCommand } from "./source.ts";

interface ExternalFields {
  readonly process_command: string;
}

const externalFields = schemaOf<ExternalFields>({ process_command: nonEmptyString }, ["process_command"]);

/** The field that names the command whose session the profile holds. */
const DIGEST_FIELD = "process_command_digest";

/**
 * `External`: the output of `process_command`. A session of this command that the profile still holds is used first, and
 * a new one is written to the profile. An output of another mode is a profile of that mode.
 */
export const externalMode: ProfileMode = {
  mode: "External",
  fields: ["process_command"],
  source(profile) {
    const label = `profile "${profile.name}"`;
    const fields = parseFields(externalFields, profile.fields, label, "INVALID_CONFIGURATION");
    const what = `process_command of ${label}`;
    return {
      name: NAME,
      async resolve(context) {
        const digest = await digestOf(context.host, fields.process_command);
        // A session of a command that was edited since, or of another mode, may be another identity.
        const isOwn = profile.fields[DIGEST_FIELD] === digest;
        const stored = isOwn ? readStoredSession(context, profile.fields) : undefined;
        if (stored !== undefined) {
          context.supplied("session", label);
          return found(stored);
        }
        const output = await runCommand(context, { command: fields.process_command }, what);
        context.supplied("credentials", `output of ${what}`);
        if (!holdsCredentials(output, what)) return ask(context, handOn(profile, output, what));
        const credentials = credentialsOf(output, what);
        if (credentials.expiresAtMs === undefined) return found(credentials, REREAD_AFTER_MS);
        await storeSession(context, marked(profile, digest), credentials);
        return found(credentials);
      },
    };
  },
};

/** The profile, with the digest of the command added to every change. */
function marked(profile: Profile, digest: string): Pick<Profile, "name" | "update"> {
  return {
    name: profile.name,
    update: (context, change) =>
      profile.update(context, async (latest, loss) => ({
        ...(await change(latest, loss)),
        [DIGEST_FIELD]: digest,
      })),
  };
}

/** The source of the profile that the output describes; its fields override those of the file. */
function handOn(profile: Profile, output: ProfileFields, what: string): CredentialSource {
  if (modeOf(output, what) === "external")
    throw commandError(
      what,
      "PROFILE_CYCLE",
      "it printed the mode External, which would run it again, endlessly",
    );
  // The rest of an earlier session must not mix with keys that the command printed.
  return profile.sourceOfFields({
    ...profile.fields,
    access_key_id: undefined,
    access_key_secret: undefined,
    sts_token: undefined,
    sts_expiration: undefined,
    [DIGEST_FIELD]: undefined,
    ...output,
  });
}
