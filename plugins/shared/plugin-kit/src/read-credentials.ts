/**
 * Credentials in the replies of services.
 *
 * @module
 */
import { Credentials, InvalidAnswerError, RefusedError, safeIdentifier } from "@alicred/core";
import { type JsonObject, readJsonReply } from "./json.ts";

/** The service's names for the parts of credentials. */
export interface CredentialsNames {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** `undefined` for a service whose sessions have no token. */
  readonly securityToken: string | undefined;
  readonly expiration: string;
}

export interface ReadCredentialsOptions {
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
  const { what, names = NAMES, temporary = true, provenance } = options;
  const fields = Object(reply) as JsonObject;
  const part = (name: string, needed = true): string => {
    const value = fields[name] ?? "";
    if (typeof value === "string" && (value !== "" || !needed)) return value;
    const code = value === "" ? "CREDENTIALS_INCOMPLETE" : "RESPONSE_MALFORMED";
    throw new InvalidAnswerError(code, `${what}: ${name} is missing or not text.`);
  };
  const accessKeyId = part(names.accessKeyId);
  const expiration = part(names.expiration, temporary) || undefined;
  const isSession = expiration !== undefined || accessKeyId.startsWith("STS.");
  const token = names.securityToken;
  return new Credentials({
    accessKeyId,
    accessKeySecret: part(names.accessKeySecret),
    securityToken: (token && part(token, isSession)) || undefined,
    expiration,
    provenance,
  });
}

/** As for `readCredentials`, but `temporary` is false by default: a document may be of a key that does not expire. */
export type CredentialsDocumentOptions = Pick<ReadCredentialsOptions, "what" | "temporary">;

/**
 * Reads the document that ECS metadata and `credentials_uri` answer with: the parts of the credentials and `Code`,
 * which must be `Success` if it exists.
 *
 * @throws {RefusedError} `UPSTREAM_REFUSED` for another `Code`; what `readCredentials` throws.
 * @see https://www.alibabacloud.com/help/en/ecs/user-guide/attach-an-instance-ram-role-to-an-ecs-instance
 */
export function readCredentialsDocument(text: string, options: CredentialsDocumentOptions): Credentials {
  const { what, temporary = false } = options;
  const document = readJsonReply({ text }, what);
  const { Code: code = "Success" } = document;
  if (code === "Success") return readCredentials(document, { what, temporary });
  const serverCode = safeIdentifier(code);
  const message = `${what}: Code is ${serverCode ?? "something else"}, not Success. Check the service that answered.`;
  throw new RefusedError("UPSTREAM_REFUSED", message, { serverCode, retryable: true });
}
