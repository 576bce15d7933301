import {
  ConfigurationError,
  type CredentialSource,
  failed,
  type Host,
  notConfigured,
  parseOptions,
} from "@alicred/core";
import { readVariable } from "@alicred/plugin-kit";
import { BearerToken } from "./bearer-token.ts";
import { NAME } from "./name.ts";
import { type BearerTokenOptions, bearerTokenOptions } from "./options.ts";

const TOKEN = "ALIBABA_CLOUD_BEARER_TOKEN";
const HEADER_KEY = "ALIBABA_CLOUD_BEARER_TOKEN_HEADER_KEY";

/**
 * A bearer token and where it comes from. As a source it never answers with credentials: it has no access key.
 * It is either not configured or failed with `NO_ACCESS_KEY`, so that no other identity slips in behind it.
 */
export interface BearerTokenSource extends CredentialSource {
  /** The token, or `undefined` when there is none. */
  read(host: Host): BearerToken | undefined;
}

/**
 * The given bearer token, or that of the environment.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options that cannot be used.
 */
export function bearerToken(options: BearerTokenOptions = {}): BearerTokenSource {
  const { token, headerKey } = parseOptions(bearerTokenOptions, options, NAME);

  function read(host: Host): BearerToken | undefined {
    if (token !== undefined) return new BearerToken(token, headerKey);
    const variable = readVariable(host, [TOKEN]);
    return variable && new BearerToken(variable.value, headerKey ?? readVariable(host, [HEADER_KEY])?.value);
  }

  return {
    name: NAME,
    read,
    async resolve(context) {
      if (read(context.host) === undefined) return notConfigured(`environment variable ${TOKEN}`);
      const from = token === undefined ? `environment variable ${TOKEN}` : "argument token";
      context.supplied("bearerToken", from);
      const message = `A bearer token is configured (${from}), and no access key. A bearer token signs nothing: take it by read() and send it in its header, or configure an access key.`;
      return failed(new ConfigurationError("NO_ACCESS_KEY", message));
    },
  };
}
