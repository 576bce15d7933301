/**
 * Credentials as plain data and back, for a cache that processes share.
 *
 * @module
 */
import { Credentials, type CredentialsInit } from "./credentials.ts";

/** A snapshot as plain data, **with its secrets**; JSON can hold it. */
export interface RevealedCredentials extends CredentialsInit {
  /** In epoch milliseconds, by the issuer's clock. */
  readonly expiration?: number | undefined;
}

/**
 * The parts of a snapshot **with its secrets in plain text**, to be encrypted and stored. Never log it.
 * `reviveCredentials` makes a snapshot of it again, in any process and any copy of this package.
 */
export function revealSecrets(credentials: Credentials): RevealedCredentials {
  const { accessKeyId, accessKeySecret, securityToken, expiresAtMs, provenance } = credentials;
  return { accessKeyId, accessKeySecret, securityToken, expiration: expiresAtMs, provenance };
}

/**
 * A snapshot from what `revealSecrets` gave. The store may be damaged: nothing of its content is quoted.
 *
 * @throws {InvalidAnswerError} `CREDENTIALS_INCOMPLETE` or `RESPONSE_MALFORMED` for anything else.
 */
export function reviveCredentials(revealed: unknown): Credentials {
  const init: CredentialsInit = Object(revealed);
  const { expiration, provenance } = init;
  const path = Array.isArray(provenance) ? provenance.filter((each) => typeof each === "string") : [];
  return new Credentials({ ...init, expiration: expiration ?? undefined }, { provenance: path });
}
