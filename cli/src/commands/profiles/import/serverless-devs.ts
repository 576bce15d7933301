import { createDecipheriv, createHash } from "node:crypto";
import { type Candidate, candidateOf } from "./candidate.ts";

/** A constant of the public package `@serverless-devs/credential`: it protects nothing. */
const PASSPHRASE = "SecretKey123";
const KEY_BYTES = 32;
const IV_BYTES = 16;

/** The profiles of `access.yaml` of Serverless Devs: by alias, the values encrypted under a passphrase that everybody knows. */
export async function readServerlessDevs(text: string): Promise<readonly Candidate[]> {
  const { parse } = await import("yaml");
  let content: unknown;
  try {
    content = parse(text);
  } catch {
    // No YAML: the caller says which forms are known.
    return [];
  }
  return Object.entries(Object(content)).flatMap(([alias, values]) => {
    const decrypted = Object.entries(Object(values)).flatMap(([name, value]): [string, string][] =>
      typeof value === "string" ? [[name, decrypt(value) ?? value]] : [],
    );
    return candidateOf(alias, Object.fromEntries(decrypted)) ?? [];
  });
}

/**
 * A text as OpenSSL encrypts with a passphrase: `Salted__`, the salt, AES-256-CBC with key and IV by repeated MD5. Returns
 * `undefined` for anything else.
 */
function decrypt(encrypted: string): string | undefined {
  const bytes = Buffer.from(encrypted, "base64");
  if (bytes.subarray(0, 8).toString("latin1") !== "Salted__") return undefined;
  const salt = bytes.subarray(8, 16);
  let derived = Buffer.alloc(0);
  for (
    let block = Buffer.alloc(0);
    derived.length < KEY_BYTES + IV_BYTES;
    derived = Buffer.concat([derived, block])
  )
    block = createHash("md5").update(block).update(PASSPHRASE).update(salt).digest();
  try {
    const decipher = createDecipheriv(
      "aes-256-cbc",
      derived.subarray(0, KEY_BYTES),
      derived.subarray(KEY_BYTES, KEY_BYTES + IV_BYTES),
    );
    return decipher.update(bytes.subarray(16), undefined, "utf8") + decipher.final("utf8");
  } catch {
    return undefined;
  }
}
