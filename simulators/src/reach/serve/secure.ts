import { constants } from "node:crypto";
import type { ServerOptions } from "node:https";
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls";
import type { CloudBase, Connection } from "../../cloud/cloud.ts";
import type { CertificateAuthority, KeyAndCertificate } from "./authority.ts";

/**
 * TLS for a cloud: a certificate for whichever of its hosts a client asks for, and failing handshakes where a fault
 * says so.
 */
export interface SecureFront {
  readonly options: ServerOptions;
  /** The cloud's view of the connection that a request came by. Each handshake counts for one request. */
  connection(socket: unknown): Connection;
}

// Resumed sessions show no certificate, so no fault could spoil it.
const UNRESUMED = { secureOptions: constants.SSL_OP_NO_TICKET };

/** @param ownNames - names and addresses of the machine, for clients that ask for no host. */
export function createSecureFront(
  cloud: () => CloudBase,
  authority: CertificateAuthority,
  ownNames: readonly string[],
): SecureFront {
  const contexts = new Map<string, SecureContext>();
  const decided = new Set<string>();
  const seen = new WeakSet<TLSSocket>();

  function context(id: string, make: () => KeyAndCertificate): SecureContext {
    const known = contexts.get(id);
    if (known !== undefined) return known;
    const made = createSecureContext({ ...make(), ...UNRESUMED });
    contexts.set(id, made);
    return made;
  }

  return {
    options: {
      ...authority.issue(ownNames),
      ...UNRESUMED,
      SNICallback(host, done) {
        const verdict = cloud().handshake(host);
        if (verdict !== undefined) decided.add(host);
        else if (!cloud().isLocalHost(host)) return done(null);
        if (verdict !== "fail")
          done(
            null,
            context(host, () => authority.issue([host])),
          );
        else
          done(
            null,
            context(`untrusted ${host}`, () => authority.issueUntrusted([host])),
          );
      },
    },
    connection(socket) {
      if (!(socket instanceof TLSSocket) || seen.has(socket)) return {};
      seen.add(socket);
      const { servername } = socket as { servername?: string | false | null };
      return servername && decided.has(servername) ? { handshake: "done" } : {};
    },
  };
}
