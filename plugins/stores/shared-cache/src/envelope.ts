/**
 * Values as they lie in a store: `alicred1.KEYID.BASE64`, encrypted with AES-256-GCM under the id of their place.
 *
 * @module
 */
import type { Host } from "@alicred/core";
import { utf8 } from "@alicred/plugin-kit";
import { bytesOf, type Keys } from "./keys.ts";

const VERSION = "alicred1";
/** Stands for the id of the key of a value that is not encrypted. */
const PLAIN = "plain";
const IV_BYTES = 12;

/** A value that was opened: its text; or why it could not be. */
export type Opened = { readonly text: string } | { readonly unreadable: "other-key" | "damaged" };

/** Encrypts a text with the first key. It can be opened only under the same id of the store. */
export async function seal(host: Host, keys: Keys, id: string, text: string): Promise<string> {
  const [first] = keys;
  if (first === undefined) return `${VERSION}.${PLAIN}.${base64(utf8(prefixOf(id) + text))}`;
  const bytes = new TextEncoder().encode(text);
  const iv = new Uint8Array(host.random(IV_BYTES));
  const sealed = await crypto.subtle.encrypt(parameters(iv, first.id, id), first.key, bytes);
  return `${VERSION}.${first.id}.${base64(Uint8Array.from([...iv, ...new Uint8Array(sealed)]))}`;
}

/**
 * Opens a value. One that is not encrypted counts as damaged where keys are set: an attacker who can write to the store must not
 * be able to hand out sessions.
 */
export async function open(keys: Keys, id: string, value: string): Promise<Opened> {
  const [, keyId = "", payload = ""] = /^alicred1\.([\da-f]{8}|plain)\.([\w+/]+=*)$/.exec(value) ?? [];
  const bytes = bytesOf(payload);
  if (!bytes?.length) return { unreadable: "damaged" };
  if (keyId === PLAIN) {
    const text = new TextDecoder().decode(bytes);
    const prefix = prefixOf(id);
    const isOwn = keys.length === 0 && text.startsWith(prefix);
    return isOwn ? { text: text.slice(prefix.length) } : { unreadable: "damaged" };
  }
  const key = keys.find((each) => each.id === keyId)?.key;
  if (key === undefined) return { unreadable: "other-key" };
  try {
    const iv = new Uint8Array(bytes.slice(0, IV_BYTES));
    const sealed = new Uint8Array(bytes.slice(IV_BYTES));
    const text = await crypto.subtle.decrypt(parameters(iv, keyId, id), key, sealed);
    return { text: new TextDecoder().decode(text) };
  } catch {
    return { unreadable: "damaged" };
  }
}

/** Before the text of a value that is not encrypted: it too belongs to one place. */
function prefixOf(id: string): string {
  return `${id}\n`;
}

function parameters(iv: Uint8Array, keyId: string, id: string): AesGcmParams {
  const additionalData = new TextEncoder().encode(JSON.stringify([VERSION, keyId, id]));
  return { name: "AES-GCM", iv: new Uint8Array(iv), additionalData };
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
