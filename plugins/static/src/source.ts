import { type CredentialSource, found, parseOptions, type ResolveContext } from "@alicred/core";
import { type StaticOptions, staticOptions } from "./options.ts";

/**
 * The credentials given. They are never completed from anywhere else: a key, its secret and its token come from
 * these options alone.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` when the key or the secret is missing.
 */
export function staticCredentials(options: StaticOptions): CredentialSource {
  const init = parseOptions(staticOptions, options, "static");
  return fixedSource(init, (part) => `argument ${part}`);
}

/**
 * A source of fixed credentials.
 *
 * @param from says for each part where it came from, for the trace
 */
export function fixedSource(
  init: StaticOptions,
  from: (part: keyof StaticOptions) => string,
): CredentialSource {
  return {
    name: "static",
    async resolve(context: ResolveContext) {
      for (const part of ["accessKeyId", "accessKeySecret", "securityToken"] as const) {
        if (init[part] !== undefined) context.supplied(part, from(part));
      }
      return found(init);
    },
  };
}
