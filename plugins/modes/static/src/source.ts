import { type CredentialSource, fixedSource, parseOptions } from "@alicred/core";
import { NAME } from "./name.ts";
import { type StaticOptions, staticOptions } from "./options.ts";

/**
 * The given credentials. They are never completed from anywhere else: a key, its secret and its token come only from
 * these options.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` when a part is missing, or is not printable ASCII without spaces.
 */
export function staticCredentials(options: StaticOptions): CredentialSource {
  return fixedSource(parseOptions(staticOptions, options, NAME), (part) => `argument ${part}`);
}
