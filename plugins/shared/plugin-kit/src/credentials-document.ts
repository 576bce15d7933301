import { type Credentials, RefusedError, safeIdentifier } from "@alicred/core";
import { readJsonReply } from "./json.ts";
import { type ReadCredentialsOptions, readCredentials } from "./read-credentials.ts";

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
