import {
  type Answer,
  ask,
  ConfigurationError,
  type CredentialSource,
  found,
  type Profile,
  type ProfileFields,
  type ProfileMode,
  parseOptions,
  type StandardSchema,
  schemaOf,
  text,
} from "@alicred/core";
import { readStoredSession, storeSession } from "@alicred/sts";
import { credentialsOf, modeOf, type Output } from "./output.ts";
import { runCommand } from "./run-command.ts";
import { holdsCredentials, REFRESH_AFTER_MS } from "./source.ts";

const externalFields: StandardSchema<{ readonly process_command: string }> = schemaOf(
  { process_command: text },
  ["process_command"],
);

/**
 * `External`: what `process_command` prints. A session that the profile still holds is used first, and a new one is
 * written to the profile. An output of another mode is a profile of that mode.
 */
export const externalMode: ProfileMode = { mode: "External", source: sourceOf };

function sourceOf(profile: Profile): CredentialSource {
  const { process_command: command } = parseOptions(
    externalFields,
    profile.fields,
    `profile "${profile.name}"`,
    "INVALID_CONFIGURATION",
  );
  const what = `process_command of profile "${profile.name}"`;
  return {
    name: "external",
    async resolve(context): Promise<Answer> {
      const stored = readStoredSession(context, profile.fields);
      if (stored !== undefined) {
        context.supplied("session", `profile "${profile.name}", where an earlier run left it`);
        return found(stored);
      }
      const output = await runCommand(context, { command }, what);
      context.supplied("credentials", `output of ${what}`);
      const mode = modeOf(output, what);
      if (!holdsCredentials(mode)) return ask(context, handOn(profile, output, mode, what));
      const credentials = credentialsOf(context, output, what);
      if (credentials.expiresAtMs === undefined) return found(credentials, REFRESH_AFTER_MS);
      await storeSession(context, profile, credentials);
      return found(credentials);
    },
  };
}

/** The source of the profile that the output describes, laid over what the file says. */
function handOn(profile: Profile, output: Output, mode: string, what: string): CredentialSource {
  if (mode.toLowerCase() === "external") {
    const message = `${what} printed the mode External, by which it would run again for ever. Let it print credentials or another mode.`;
    throw new ConfigurationError("PROFILE_CYCLE", message, { source: "external" });
  }
  // What is left of an earlier session must not mix with keys that the command printed.
  const {
    access_key_id: _id,
    access_key_secret: _secret,
    sts_token: _token,
    sts_expiration: _expiration,
    ...settings
  }: ProfileFields = profile.fields;
  return profile.sourceOfFields({ ...settings, ...output });
}
