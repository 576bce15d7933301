import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { base64 } from "../../cloud/rpc/digests.ts";

const ALGORITHM = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;

/** Whether a Base64 signature (RSASSA-PKCS1-v1_5 with SHA-256) of a text is by the owner of a PEM public key. */
export async function verifyRsa(publicKeyPem: string, signature: string, text: string): Promise<boolean> {
  const spki = bytesOfBase64(publicKeyPem.replace(/-----[^-]+-----/g, ""));
  const bytes = bytesOfBase64(signature);
  if (spki === undefined || bytes === undefined) return false;
  const key = await crypto.subtle.importKey("spki", spki, ALGORITHM, false, ["verify"]);
  return await crypto.subtle.verify(ALGORITHM, key, bytes, new TextEncoder().encode(text));
}

/** The bytes of standard Base64, white space allowed; `undefined` for anything else. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const compact = text.replace(/\s/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact) || compact.length % 4 !== 0) return undefined;
  return Uint8Array.from(atob(compact), (char) => char.charCodeAt(0));
}

// XML by regular expressions, on purpose: what reads and canonicalises XML in JavaScript needs a DOM, or Node, which
// not every runtime has. So only documents that need no canonicalisation are taken, as said below; and who signs them
// here is a test. Nothing that must keep a stranger's document out should be built like this.
const DSIG = "http://www.w3.org/2000/09/xmldsig#";
const NAMESPACES: Readonly<Record<string, string>> = {
  Assertion: "urn:oasis:names:tc:SAML:2.0:assertion",
  Response: "urn:oasis:names:tc:SAML:2.0:protocol",
  SignedInfo: DSIG,
};
const SIGNATURE_METHOD = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
const DIGEST_METHOD = "http://www.w3.org/2001/04/xmlenc#sha256";

/**
 * The assertion of a SAML response whose enveloped XML signature (RSA-SHA256) holds; nothing outside the signed element
 * is looked at.
 *
 * Covers documents as identity providers write them: the signed element must be in exclusive canonical form already,
 * except for empty-element tags and the declaration of its own prefix. Others are refused, as if the signature were
 * wrong.
 */
export async function signedAssertion(xml: string, publicKeyPem: string): Promise<string | undefined> {
  if (/<!DOCTYPE|<!--|<!\[CDATA\[/.test(xml)) return undefined;
  const signature = element(xml, "Signature");
  const signedInfo = signature && element(signature, "SignedInfo");
  if (signature === undefined || signedInfo === undefined) return undefined;
  if (attribute(signedInfo, "SignatureMethod", "Algorithm") !== SIGNATURE_METHOD) return undefined;
  if (attribute(signedInfo, "DigestMethod", "Algorithm") !== DIGEST_METHOD) return undefined;
  const id = attribute(signedInfo, "Reference", "URI")?.replace(/^#/, "");
  const signed = ["Assertion", "Response"]
    .map((name) => [name, element(xml, name)] as const)
    .find(([name, found]) => found !== undefined && attribute(found, name, "ID") === id);
  if (signed?.[1] === undefined || id === undefined || xml.split(`ID="${id}"`).length !== 2) return undefined;
  const content = canonical(signed[1].replace(signature, ""), signed[0]);
  const digest = textOf(signedInfo, "DigestValue")?.replace(/\s/g, "");
  if (digest !== base64(sha256(utf8ToBytes(content)))) return undefined;
  const value = textOf(signature, "SignatureValue") ?? "";
  if (!(await verifyRsa(publicKeyPem, value, canonical(signedInfo, "SignedInfo")))) return undefined;
  return element(content, "Assertion");
}

/** The one element of a local name, with its tags; `undefined` when there is none or more than one. */
export function element(xml: string, name: string): string | undefined {
  const all = [
    ...xml.matchAll(
      new RegExp(`<((?:[\\w-]+:)?)${name}(?=[\\s>/])[^>]*(?:/>|>[\\s\\S]*?</\\1${name}>)`, "g"),
    ),
  ];
  return all.length === 1 ? all[0]?.[0] : undefined;
}

/** The text within the one element of a local name. */
export function textOf(xml: string, name: string): string | undefined {
  const found = element(xml, name);
  const text = found && />([^<]*)</.exec(found)?.[1];
  return text === undefined ? undefined : unescapeXml(text).trim();
}

/** An attribute of the first element of a local name. */
export function attribute(xml: string, name: string, attributeName: string): string | undefined {
  const tag = new RegExp(`<(?:[\\w-]+:)?${name}(?=[\\s>/])[^>]*`).exec(xml)?.[0] ?? "";
  const value = new RegExp(`\\s${attributeName}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : unescapeXml(value);
}

function canonical(xml: string, name: string): string {
  const full = xml.replace(/<([\w:-]+)((?:\s[^<>]*?)?)\s*\/>/g, "<$1$2></$1>");
  return full.replace(
    new RegExp(`^<(?:([\\w-]+):)?${name}(?![^>]*\\sxmlns)`),
    (start, prefix: string | undefined) => {
      return `${start} xmlns${prefix ? `:${prefix}` : ""}="${NAMESPACES[name]}"`;
    },
  );
}

function unescapeXml(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
}
