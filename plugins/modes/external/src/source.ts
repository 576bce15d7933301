import { type CredentialSource, found, parseOptions } from "@alicred/core";
import type { ProfileFields } from "@alicred/plugin-kit";
import { REREAD_AFTER_MS } from "@alicred/plugin-kit";
import { misprint } from "./errors.ts";
import { NAME } from "./name.ts";
import { type ExternalOptions, externalOptions } from "./options.ts";
import { credentialsOf, modeOf } from "./output.ts";
import { runCommand } from "./run-command.ts";

/**
 * What a command prints: a JSON object with `access_key_id`, `access_key_secret`, and for a session `sts_token` and
 * `expiration`. Without an expiration the command runs again after 5 minutes.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options that cannot be used.
 */
export function external(options: ExternalOptions): CredentialSource {
  const checked = parseOptions(externalOptions, options, NAME);
  const what = "the external command";
  return {
    name: NAME,
    async resolve(context) {
      const output = await runCommand(context, checked, what);
      if (!holdsCredentials(output, what))
        throw misprint(
          what,
          "RESPONSE_MALFORMED",
          "a mode other than AK and StsToken, which only a profile can hand on",
        );
      const credentials = credentialsOf(output, what);
      context.supplied("credentials", `output of ${what}`);
      return found(credentials, credentials.expiresAtMs === undefined ? REREAD_AFTER_MS : undefined);
    },
  };
}

/** Whether an output is itself credentials. */
export function holdsCredentials(output: ProfileFields, what: string): boolean {
  return ["", "ak", "ststoken"].includes(modeOf(output, what));
}
