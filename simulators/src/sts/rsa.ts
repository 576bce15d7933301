const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;

/** Whether a Base64 signature (RSASSA-PKCS1-v1_5 with SHA-256) of a text is by the owner of a PEM public key. */
export async function verifyRsa(publicKeyPem: string, signature: string, text: string): Promise<boolean> {
  const spki = bytesOfBase64(publicKeyPem.replace(/-----[^-]+-----/g, ""));
  const bytes = bytesOfBase64(signature);
  if (spki === undefined || bytes === undefined) return false;
  const key = await crypto.subtle.importKey("spki", spki, algorithm, false, ["verify"]);
  return await crypto.subtle.verify(algorithm, key, bytes, new TextEncoder().encode(text));
}

/** The bytes of standard Base64, white space allowed, or `undefined` when it is none. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const compact = text.replace(/\s/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact) || compact.length % 4 !== 0) return undefined;
  return Uint8Array.from(atob(compact), (char) => char.charCodeAt(0));
}
