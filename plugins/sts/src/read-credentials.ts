import { Credentials, InvalidAnswerError } from "@alicred/core";
import type { JsonObject } from "./json.ts";

/** What a service calls the parts of credentials. */
export interface CredentialsNames {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** `undefined` for a service whose sessions have no token. */
  readonly securityToken: string | undefined;
  readonly expiration: string;
}

export interface ReadCredentialsOptions {
  /** Name of the source, for errors. */
  readonly source: string;
  /** Whose reply it is, in messages: `STS AssumeRole`. */
  readonly what: string;
  /** Default: `AccessKeyId`, `AccessKeySecret`, `SecurityToken`, `Expiration`. */
  readonly names?: CredentialsNames | undefined;
  /**
   * Whether they must be credentials that expire, with a token. Default: true. If not, those that are temporary by
   * their look, because they expire or their key begins with `STS.`, need their token all the same.
   */
  readonly temporary?: boolean | undefined;
  readonly provenance?: readonly string[] | undefined;
}

const NAMES: CredentialsNames = {
  accessKeyId: "AccessKeyId",
  accessKeySecret: "AccessKeySecret",
  securityToken: "SecurityToken",
  expiration: "Expiration",
};

/**
 * The credentials that the object of a reply holds. Anything but an object holds none.
 *
 * @throws {InvalidAnswerError} `CREDENTIALS_INCOMPLETE` that names what is missing; `RESPONSE_MALFORMED` for a part
 *   that is not text, and for an expiration that is not a time with its zone.
 */
export function readCredentials(reply: unknown, options: ReadCredentialsOptions): Credentials {
  const { source, what, names = NAMES, temporary = true, provenance } = options;
  const fields = Object(reply) as JsonObject;
  const text = (name: string): string | undefined => {
    const value = fields[name] ?? "";
    if (typeof value === "string") return value || undefined;
    throw new InvalidAnswerError("RESPONSE_MALFORMED", `${what}: ${name} is not text.`, { source });
  };
  const required = (name: string): string => {
    const value = text(name);
    if (value !== undefined) return value;
    throw new InvalidAnswerError("CREDENTIALS_INCOMPLETE", `${what}: ${name} is missing.`, { source });
  };
  const accessKeyId = required(names.accessKeyId);
  const expiration = (temporary ? required : text)(names.expiration);
  const isSession = expiration !== undefined || accessKeyId.startsWith("STS.");
  const token = names.securityToken;
  const init = {
    accessKeyId,
    accessKeySecret: required(names.accessKeySecret),
    securityToken: token && (isSession ? required : text)(token),
    expiration,
    provenance,
  };
  try {
    return new Credentials(init);
  } catch (thrown) {
    if (!(thrown instanceof InvalidAnswerError)) throw thrown;
    throw new InvalidAnswerError(thrown.code, `${what}: ${thrown.message}`, { source });
  }
}
