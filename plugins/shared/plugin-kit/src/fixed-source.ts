/**
 * A source of credentials known in advance.
 *
 * @module
 */
import { type CredentialSource, Credentials, type CredentialsInit, found } from "@alicred/core";

/** The parts of supplied credentials. */
export type SuppliedPart = "accessKeyId" | "accessKeySecret" | "securityToken";

/**
 * A source that answers with the same credentials each time.
 *
 * @param from says where each part came from, for the trace: `argument accessKeyId`
 * @throws {InvalidAnswerError} `CREDENTIALS_INCOMPLETE` when the key or the secret is missing.
 */
export function fixedSource(init: CredentialsInit, from: (part: SuppliedPart) => string): CredentialSource {
  const credentials = new Credentials(init);
  return {
    name: "static",
    async resolve(context) {
      for (const part of ["accessKeyId", "accessKeySecret", "securityToken"] as const) {
        if (credentials[part] !== undefined) context.supplied(part, from(part));
      }
      return found(credentials);
    },
  };
}
