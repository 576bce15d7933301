import type { Host, JsonEdit } from "@alicred/core";
import { parseJson } from "@alicred/plugin-kit";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { printError } from "../../terminal/terminal.ts";
import { type Keyring, systemKeyring } from "./keyring.ts";
import { keyFile } from "./place.ts";

const en = {
  inFile: (path: string): string =>
    `alicred: the keyring of this system cannot be used. The key of kept sessions is in ${path}, which only you can read.`,
};

const zh: typeof en = {
  inFile: (path) => `alicred：无法使用本系统的密钥环。会话缓存的密钥保存在 ${path}，只有您可以读取。`,
};

export const sessionKeyText: Catalogue<typeof en> = catalogue({ en, zh });

const KEY_BYTES = 32;
const MAX_BYTES = 10_000;

/** The place of the key, as its file says. */
type KeyPlace = { readonly key: Uint8Array<ArrayBuffer> } | "keyring" | undefined;

/**
 * The key of kept sessions: from the system's keyring, or else from a file that only its owner can read. It is made
 * under a lock, once for all processes.
 *
 * @param files must be able to write
 */
export async function sessionKey(
  host: Host,
  folder: string,
  keyring: Keyring = keyringFor(host),
): Promise<Uint8Array<ArrayBuffer>> {
  const path = keyFile(folder);
  const place = placeOf((await host.files?.readText(path, MAX_BYTES)) ?? "");
  if (typeof place === "object") return place.key;
  const kept = place === "keyring" ? bytesOf(await keyring.read()) : undefined;
  return kept ?? makeKey(host, path, keyring);
}

/** The variable that keeps the command from the keyring, for machines where it is locked or shared. */
const SWITCH = "ALICRED_KEYRING";

/** The keyring of the system, unless it is switched off. */
export function keyringFor({ env }: Host): Keyring {
  return /^(off|false|0)$/i.test(env?.(SWITCH) ?? "") ? NO_KEYRING : systemKeyring();
}

const NO_KEYRING: Keyring = {
  read: async () => undefined,
  write: async () => false,
  remove: async () => undefined,
};

async function makeKey(host: Host, path: string, keyring: Keyring): Promise<Uint8Array<ArrayBuffer>> {
  let key: Uint8Array<ArrayBuffer> = new Uint8Array(host.random(KEY_BYTES));
  await host.files?.updateJson?.(
    path,
    async (text): Promise<readonly JsonEdit[]> => {
      const place = placeOf(text);
      if (typeof place === "object") {
        key = place.key;
        return [];
      }
      const found = await keyring.read();
      const kept = bytesOf(found);
      if (kept !== undefined) key = kept;
      const isInKeyring = kept !== undefined || (found !== undefined && (await keyring.write(base64(key))));
      if (!isInKeyring) printError([sessionKeyText().inFile(path)]);
      const value = isInKeyring ? { in: "keyring" } : { in: "file", key: base64(key) };
      return place === "keyring" && isInKeyring ? [] : [{ path: [], value }];
    },
    { maxBytes: MAX_BYTES },
  );
  return key;
}

function placeOf(text: string): KeyPlace {
  const { in: place, key } = parseJson(text) ?? {};
  if (place === "keyring") return "keyring";
  const bytes = place === "file" ? bytesOf(key) : undefined;
  return bytes && { key: bytes };
}

function bytesOf(text: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (typeof text !== "string") return undefined;
  const bytes = Uint8Array.from(Buffer.from(text, "base64"));
  return bytes.length === KEY_BYTES ? bytes : undefined;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
