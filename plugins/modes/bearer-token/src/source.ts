import type { CredentialSource, FieldSchema, Host, Rule } from "@alicred/core";
import { ConfigurationError, failed, notConfigured, schemaOf, stringMatching } from "@alicred/core";
import { printable, readVariable } from "@alicred/plugin-kit";

/** The name of the plugin and its source, in provenance, traces and errors. */
export const NAME = "bearer-token";

export interface BearerTokenOptions {
  /** Default: the variable `ALIBABA_CLOUD_BEARER_TOKEN`, read each time. */
  readonly token?: string | undefined;
  /**
   * The header that the token belongs in. Default: the variable `ALIBABA_CLOUD_BEARER_TOKEN_HEADER_KEY` for a token
   * from the environment, else left to the client.
   */
  readonly headerKey?: string | undefined;
}

export const headerName: Rule = stringMatching(/^[\w!#$%&'*+.^`|~-]+$/, "is not the name of a header");

export const bearerTokenOptions: FieldSchema<BearerTokenOptions> = schemaOf({
  token: printable,
  headerKey: headerName,
});

/**
 * A bearer token. Reading `token` gives its value; printing, inspecting, serialising or spreading the object never
 * shows it.
 */
export class BearerToken {
  /** The header that the token belongs in; `undefined` leaves it to the client: `x-acs-bearer-token` in the SDKs. */
  readonly headerKey: string | undefined;
  readonly #token: string;

  /** @throws {ConfigurationError} `INVALID_CONFIGURATION` for a token or a name that a header cannot carry. */
  constructor(token: string, headerKey?: string) {
    if (!printable.accepts(token)) throw invalid("The bearer token is not printable text without spaces.");
    if (headerKey !== undefined && !headerName.accepts(headerKey))
      throw invalid("The header of the bearer token is not a valid header name.");
    this.#token = token;
    this.headerKey = headerKey;
    Object.freeze(this);
  }

  get token(): string {
    return this.#token;
  }

  toJSON(): Record<string, unknown> {
    return { token: "[redacted]", ...(this.headerKey !== undefined && { headerKey: this.headerKey }) };
  }

  toString(): string {
    return "BearerToken";
  }

  static {
    // Node, Deno and Bun: an inspection that calls getters shows the same as JSON, and no more.
    Object.assign(BearerToken.prototype, {
      [Symbol.for("nodejs.util.inspect.custom")](this: BearerToken) {
        return this.toJSON();
      },
    });
  }
}

function invalid(message: string): ConfigurationError {
  return new ConfigurationError("INVALID_CONFIGURATION", message, { source: NAME });
}

/**
 * A bearer token and its origin. As a source it never answers with credentials, because it has no access key: it is not
 * configured, or fails with `NO_ACCESS_KEY`, so that a chain never continues to another identity.
 */
export interface BearerTokenSource extends CredentialSource {
  /** Returns the token, or `undefined` if none is configured. */
  read(host: Host): BearerToken | undefined;
}

const TOKEN = "ALIBABA_CLOUD_BEARER_TOKEN";
const HEADER_KEY = "ALIBABA_CLOUD_BEARER_TOKEN_HEADER_KEY";

/** The source for validated options. */
export function bearerTokenSource({ token, headerKey }: BearerTokenOptions): BearerTokenSource {
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
      const message = `A bearer token is configured (${from}), but no access key. A bearer token cannot sign requests: get it from read() and send it in its header, or configure an access key.`;
      return failed(new ConfigurationError("NO_ACCESS_KEY", message));
    },
  };
}
