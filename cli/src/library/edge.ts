/**
 * The front door for runtimes without files and processes; it opens on the others too.
 *
 * @example
 * ```ts
 * import { resolver } from "alicred/edge";
 *
 * const role = "acs:ram::1234567890123456:role/deploy";
 * const deploy = resolver({ assumeRole: { roleArn: role } });
 * ```
 *
 * @module
 */
import type { Resolver } from "@alicred/core";
import { type EdgeOptions, edge } from "@alicred/presets/edge";
import { type FrontDoorOptions, resolverOf } from "./options.ts";

export type { EdgeOptions } from "@alicred/presets/edge";
export type { FrontDoorOptions } from "./options.ts";

/**
 * A resolver of what the options give, then of variables of a key, of OIDC and of a credentials URI; a role on top.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options that cannot be used.
 */
export function resolver(options: FrontDoorOptions & Omit<EdgeOptions, "env"> = {}): Resolver {
  // The variables are those of the host.
  return resolverOf(edge({ ...options, env: undefined }), options);
}
