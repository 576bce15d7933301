import { Credentials, InvalidAnswerError, RefusedError } from "@alicred/core";
import { identifier } from "./errors.ts";
import { parseJson } from "./json.ts";

export interface CredentialsDocumentOptions {
  /** Name of the source, for errors. */
  readonly source: string;
  /** What the document is, in messages: `The answer of the ECS metadata service`. */
  readonly what: string;
  /** Whether it must be of credentials that expire. Default: false. */
  readonly temporary?: boolean | undefined;
}

/**
 * Reads the document that ECS metadata and `credentials_uri` answer with: `AccessKeyId`, `AccessKeySecret`,
 * `SecurityToken`, `Expiration` and `Code`. A `Code` must be `Success` when it is there. Credentials that are temporary by
 * their look, because they expire or their key begins with `STS.`, need their token.
 *
 * @throws {RefusedError} `UPSTREAM_REFUSED` for another `Code`.
 * @throws {InvalidAnswerError} `RESPONSE_MALFORMED`, or `CREDENTIALS_INCOMPLETE` with the name of the field.
 * @see https://www.alibabacloud.com/help/en/ecs/user-guide/attach-an-instance-ram-role-to-an-ecs-instance
 */
export function readCredentialsDocument(json: string, options: CredentialsDocumentOptions): Credentials {
  const { source, what, temporary = false } = options;
  const document = parseJson(json);
  if (document === undefined) {
    throw new InvalidAnswerError("RESPONSE_MALFORMED", `${what} is not a JSON object.`, { source });
  }
  const { Code: code } = document;
  if (code !== undefined && code !== "Success") {
    const serverCode = identifier(code);
    const message = `${what} has the Code ${serverCode ?? "of something else"} instead of Success. Look there for the reason.`;
    throw new RefusedError("UPSTREAM_REFUSED", message, { source, serverCode, retryable: true });
  }
  const part = (name: string): string | undefined => {
    const value = document[name] ?? "";
    if (typeof value === "string") return value === "" ? undefined : value;
    throw new InvalidAnswerError("RESPONSE_MALFORMED", `${what} has a ${name} that is not text.`, { source });
  };
  const required = (name: string): string => {
    const value = part(name);
    if (value !== undefined) return value;
    throw new InvalidAnswerError("CREDENTIALS_INCOMPLETE", `${what} has no ${name}.`, { source });
  };
  const accessKeyId = required("AccessKeyId");
  const expiration = temporary ? required("Expiration") : part("Expiration");
  const expires = expiration !== undefined || accessKeyId.startsWith("STS.");
  const init = {
    accessKeyId,
    accessKeySecret: required("AccessKeySecret"),
    securityToken: expires ? required("SecurityToken") : part("SecurityToken"),
    expiration,
  };
  try {
    return new Credentials(init);
  } catch (thrown) {
    if (!(thrown instanceof InvalidAnswerError)) throw thrown;
    throw new InvalidAnswerError(thrown.code, `${what}: ${thrown.message}`, { source });
  }
}
