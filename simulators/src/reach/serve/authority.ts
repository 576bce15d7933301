import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  randomBytes,
  X509Certificate,
} from "node:crypto";
import { isIP } from "node:net";
import { promisify } from "node:util";
import forge from "node-forge";

/** A private key and the certificate for it, both PEM. */
export interface KeyAndCertificate {
  readonly key: string;
  readonly cert: string;
}

/** Makes certificates that those who trust it accept. Its own key exists in memory alone, unless someone saves it. */
export interface CertificateAuthority {
  /** Its certificate as PEM: what clients are to trust, by `NODE_EXTRA_CA_CERTS` or `SSL_CERT_FILE`. */
  readonly certificate: string;
  /** Its private key as PEM, to make the same authority again. Anyone who has it can pose as any host to those who trust it. */
  readonly key: string;
  /** A certificate for host names and addresses; made once for the same ones. */
  issue(hosts: readonly string[]): KeyAndCertificate;
  /** A certificate for them that nobody trusts: signed by itself. */
  issueUntrusted(hosts: readonly string[]): KeyAndCertificate;
}

type Name = { readonly name: string; readonly value: string }[];

const AUTHORITY_NAME: Name = [
  { name: "organizationName", value: "alicred" },
  { name: "commonName", value: "alicred simulated cloud, throw-away authority" },
];
const DAY_MS = 86_400_000;
const LIFETIME_MS = 90 * DAY_MS;
const generate = promisify(generateKeyPair);

/**
 * A new authority, different each time, or one that was saved. TLS clients go by the real time, and so do its
 * certificates: they last 90 days.
 *
 * @param saved - key and certificate of an authority that this function made before.
 * @throws `TypeError` when they do not belong together, are not of such an authority, or have expired.
 */
export async function createCertificateAuthority(saved?: KeyAndCertificate): Promise<CertificateAuthority> {
  const [authority, leaf] = await Promise.all([saved ? savedKeys(saved) : createKeys(), createKeys()]);
  const keyId = authority.id;
  const certificate = saved?.cert ?? signAuthority(authority);
  const made = new Map<string, KeyAndCertificate>();

  function issue(hosts: readonly string[], trusted: boolean): KeyAndCertificate {
    const id = `${trusted} ${hosts.join(" ")}`;
    const known = made.get(id);
    if (known !== undefined) return known;
    // The name of the host may be too long for a common name, and nobody reads it there.
    const subject = [{ name: "commonName", value: "alicred simulated cloud" }];
    const cert = sign({
      subject,
      issuer: trusted ? AUTHORITY_NAME : subject,
      publicKey: leaf.publicKey,
      privateKey: (trusted ? authority : leaf).privateKey,
      extensions: [
        { name: "basicConstraints", cA: false, critical: true },
        { name: "keyUsage", digitalSignature: true, keyEncipherment: true, critical: true },
        { name: "extKeyUsage", serverAuth: true },
        { name: "subjectAltName", altNames: hosts.map(alternativeName) },
        { name: "subjectKeyIdentifier" },
        ...(trusted ? [{ name: "authorityKeyIdentifier", keyIdentifier: keyId }] : []),
      ],
    });
    const issued = { key: leaf.pem, cert };
    made.set(id, issued);
    return issued;
  }

  return {
    certificate,
    key: authority.pem,
    issue: (hosts) => issue(hosts, true),
    issueUntrusted: (hosts) => issue(hosts, false),
  };
}

interface Keys {
  readonly publicKey: forge.pki.PublicKey;
  readonly privateKey: forge.pki.rsa.PrivateKey;
  readonly pem: string;
  /** Subject key identifier: bytes as text, one character each. */
  readonly id: string;
}

/** By Node, which is a hundred times quicker at it than forge. */
async function createKeys(): Promise<Keys> {
  const pair = await generate("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return keysOf(pair.publicKey, pair.privateKey);
}

async function savedKeys({ key, cert }: KeyAndCertificate): Promise<Keys> {
  const { certificate, privateKey } = parsed(key, cert);
  if (!certificate.ca || !certificate.checkPrivateKey(privateKey) || privateKey.asymmetricKeyType !== "rsa")
    throw new TypeError("the certificate and the key are not those of one authority");
  if (Date.parse(certificate.validTo) < Date.now())
    throw new TypeError(`the certificate of the authority expired on ${certificate.validTo}: make another`);
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return keysOf(createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString(), pem);
}

function parsed(
  key: string,
  cert: string,
): { readonly certificate: X509Certificate; readonly privateKey: ReturnType<typeof createPrivateKey> } {
  try {
    return { certificate: new X509Certificate(cert), privateKey: createPrivateKey(key) };
  } catch {
    throw new TypeError("an authority is a certificate and a private key, both PEM");
  }
}

function signAuthority({ publicKey, privateKey }: Keys): string {
  return sign({
    subject: AUTHORITY_NAME,
    issuer: AUTHORITY_NAME,
    publicKey,
    privateKey,
    extensions: [
      { name: "basicConstraints", cA: true, pathLenConstraint: 0, critical: true },
      { name: "keyUsage", keyCertSign: true, critical: true },
      { name: "subjectKeyIdentifier" },
    ],
  });
}

function keysOf(publicPem: string, privatePem: string): Keys {
  const publicKey = forge.pki.publicKeyFromPem(publicPem);
  return {
    publicKey,
    privateKey: forge.pki.privateKeyFromPem(privatePem),
    pem: privatePem,
    id: forge.pki.getPublicKeyFingerprint(publicKey, { type: "RSAPublicKey" }).getBytes(),
  };
}

function sign(options: {
  readonly subject: Name;
  readonly issuer: Name;
  readonly publicKey: forge.pki.PublicKey;
  readonly privateKey: forge.pki.rsa.PrivateKey;
  readonly extensions: object[];
}): string {
  const cert = forge.pki.createCertificate();
  cert.publicKey = options.publicKey;
  // The first bit unset, or the number would be negative.
  cert.serialNumber = `4${randomBytes(16).toString("hex").slice(1)}`;
  // An hour back, for clients whose clocks are a little slow.
  cert.validity.notBefore = new Date(Date.now() - DAY_MS / 24);
  cert.validity.notAfter = new Date(Date.now() + LIFETIME_MS);
  cert.setSubject(options.subject);
  cert.setIssuer(options.issuer);
  cert.setExtensions(options.extensions);
  cert.sign(options.privateKey, forge.md.sha256.create());
  return forge.pki.certificateToPem(cert).replaceAll("\r\n", "\n");
}

function alternativeName(host: string): object {
  const dns = 2;
  const address = 7;
  return isIP(host) === 0 ? { type: dns, value: host } : { type: address, ip: host };
}
