import { ConfigurationError } from "@alicred/core";
import { printable } from "@alicred/plugin-kit";
import { NAME } from "./name.ts";

/**
 * A bearer token. Reading `token` gives its value; printing, inspecting, serialising or spreading it never does.
 */
export class BearerToken {
  /** The header that the token belongs in; `undefined` leaves it to the client: `x-acs-bearer-token` in the SDKs. */
  readonly headerKey: string | undefined;
  readonly #token: string;

  /** @throws {ConfigurationError} `INVALID_CONFIGURATION` for what cannot be sent in a header. */
  constructor(token: string, headerKey?: string) {
    if (!printable[0](token)) throw unusable("The bearer token is not printable text without spaces.");
    if (headerKey !== undefined && !/^[\w!#$%&'*+.^`|~-]+$/.test(headerKey))
      throw unusable("The header of the bearer token is not the name of a header.");
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
    // Node, Deno and Bun: an inspection that calls getters is shown what serialising shows, and no more.
    Object.assign(BearerToken.prototype, {
      [Symbol.for("nodejs.util.inspect.custom")](this: BearerToken) {
        return this.toJSON();
      },
    });
  }
}

function unusable(message: string): ConfigurationError {
  return new ConfigurationError("INVALID_CONFIGURATION", message, { source: NAME });
}
