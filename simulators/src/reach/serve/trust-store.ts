import { createHash, X509Certificate } from "node:crypto";

/** Password of the trust stores: it protects nothing, because they hold no secret, and Java takes it without being told. */
const PASSWORD = "changeit";
const MAGIC = 0xfeedfeed;
const VERSION = 2;
const TRUSTED_CERTIFICATE = 2;
/** Part of the digest by the format's definition. */
const SALT = "Mighty Aphrodite";

/**
 * A trust store for Java, in the format JKS, that holds the certificate of an authority: for
 * `-Djavax.net.ssl.trustStore`. Java from version 8 on recognises the format by itself.
 *
 * @param certificate - PEM.
 */
export function javaTrustStore(certificate: string): Uint8Array {
  const { raw } = new X509Certificate(certificate);
  const content = Buffer.concat([
    integer(MAGIC),
    integer(VERSION),
    integer(1), // entries
    integer(TRUSTED_CERTIFICATE),
    text("alicred"),
    Buffer.alloc(8), // created at the epoch
    text("X.509"),
    integer(raw.length),
    raw,
  ]);
  const password = Buffer.from(PASSWORD, "utf16le").swap16();
  const digest = createHash("sha1").update(password).update(SALT).update(content).digest();
  return new Uint8Array(Buffer.concat([content, digest]));
}

function integer(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Text of ASCII characters behind its length. */
function text(value: string): Buffer {
  const bytes = Buffer.from(value, "ascii");
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
