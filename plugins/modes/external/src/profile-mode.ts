import {
  type Answer,
  ask,
  type CredentialSource,
  found,
  nonEmptyString,
  parseOptions,
  type StandardSchema,
  schemaOf,
} from "@alicred/core";
import type { Profile, ProfileFields, ProfileMode } from "@alicred/plugin-kit";
import { REREAD_AFTER_MS, readStoredSession, storeSession } from "@alicred/plugin-kit";
import { digestOf } from "./digest.ts";
import { unusable } from "./errors.ts";
import { NAME } from "./name.ts";
import { credentialsOf, modeOf } from "./output.ts";
import { runCommand } from "./run-command.ts";
import { holdsCredentials } from "./source.ts";

interface ExternalFields {
  readonly process_command: string;
}

const externalFields: StandardSchema<ExternalFields> = schemaOf({ process_command: nonEmptyString }, [
  "process_command",
]);

/** The field that says which command the session in the profile is of. */
const DIGEST_FIELD = "process_command_digest";

/**
 * `External`: what `process_command` prints. A session of this command that the profile still holds is used first, and a
 * new one is written to the profile. An output of another mode is a profile of that mode.
 */
export const externalMode: ProfileMode = { mode: "External", source: sourceOf };

function sourceOf(profile: Profile): CredentialSource {
  const owner = `profile "${profile.name}"`;
  const fields = parseOptions(externalFields, profile.fields, owner, "INVALID_CONFIGURATION");
  const what = `process_command of ${owner}`;
  return {
    name: NAME,
    async resolve(context): Promise<Answer> {
      const digest = await digestOf(fields.process_command);
      // One of a command that was edited since, or of another mode, may be another identity.
      const isOwn = profile.fields[DIGEST_FIELD] === digest;
      const stored = isOwn ? readStoredSession(context, profile.fields) : undefined;
      if (stored !== undefined) {
        context.supplied("session", owner);
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
}

/** The profile, in which every change notes the command that it is of. */
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

/** The source of the profile that the output describes, laid over what the file says. */
function handOn(profile: Profile, output: ProfileFields, what: string): CredentialSource {
  if (modeOf(output, what) === "external")
    throw unusable(what, "PROFILE_CYCLE", "it printed the mode External, by which it would run for ever");
  // What is left of an earlier session must not mix with keys that the command printed.
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
