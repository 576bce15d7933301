import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { ConfigurationError, type Credentials, type Host } from "@alicred/core";
import type { SessionStore } from "@alicred/shared-cache";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { COMMAND_TIMEOUT_MS } from "../host.ts";
import { keyringFor, sessionKey } from "./key.ts";
import { type Mark, markWith } from "./mark.ts";
import { decodeNote, type Note } from "./note.ts";
import { cacheFolder, entriesFolder, keyFile } from "./place.ts";

const en = {
  noHome: "There is no home folder to keep sessions in. Set HOME.",
};

const zh: typeof en = {
  noHome: "没有可保存会话的主目录。请设置 HOME。",
};

export const storeText: Catalogue<typeof en> = catalogue({ en, zh });

/** The kept sessions of this user. */
export interface KeptSessions {
  readonly store: SessionStore;
  /** The key that they are encrypted with: 32 bytes. */
  readonly key: Uint8Array<ArrayBuffer>;
  readonly mark: Mark;
}

/** How long the lock of the key may show no sign of life until it counts as left by a process that was killed. */
const STALE_MS = 5_000;

/**
 * Opens the kept sessions. Their folder and their key are made when they are missing.
 *
 * @throws {ConfigurationError} `FILE_UNWRITABLE` without a home folder, or where it cannot be written.
 */
export async function openSessions(host: Host): Promise<KeptSessions> {
  const folder = cacheFolder(host);
  if (folder === undefined) throw new ConfigurationError("FILE_UNWRITABLE", storeText().noHome);
  const [{ withFileStore }, { fileStore }] = await Promise.all([
    import("@alicred/file-store"),
    import("@alicred/store-file"),
  ]);
  // The process that makes the key may wait for the keyring.
  const lock = { lockTimeoutMs: COMMAND_TIMEOUT_MS + STALE_MS, lockStaleMs: STALE_MS };
  const key = await sessionKey(withFileStore(host, lock), folder);
  return { store: fileStore({ folder: entriesFolder(folder) }), key, mark: await markWith(key) };
}

/** A kept session, for lists. */
export interface ListedSession {
  /** `undefined` for one that this key cannot open. */
  readonly opened: { readonly credentials: Credentials; readonly note: Note } | undefined;
  /** In epoch milliseconds. */
  readonly expiresAtMs: number;
  remove(): Promise<void>;
}

/** The file of a session: its name is the id in the store. */
const SESSION_FILE = /^([\da-f]{32})\.json$/;
/** A file without a session is left for so long: somebody may be asking for one. */
const LEFT_MS = 60_000;

/** All kept sessions. The files of those that have ended are removed. */
export async function listSessions(host: Host): Promise<readonly ListedSession[]> {
  const folder = cacheFolder(host);
  if (folder === undefined) return [];
  const names = await readdir(entriesFolder(folder)).catch(() => []);
  const ids = names.flatMap((name) => SESSION_FILE.exec(name)?.[1] ?? []);
  if (ids.length === 0) return [];
  const [{ openStored }, { store, key }] = await Promise.all([
    import("@alicred/shared-cache"),
    openSessions(host),
  ]);
  const call = { host, signal: new AbortController().signal };
  const sessions = await Promise.all(
    ids.map(async (id): Promise<readonly ListedSession[]> => {
      const stored = await store.read(id, call).catch(() => undefined);
      if (stored === undefined) {
        await removeOld(join(entriesFolder(folder), `${id}.json`), host.clock.now());
        return [];
      }
      const { credentials, note: text } = (await openStored(host, id, stored.value, key)) ?? {};
      const note = decodeNote(text);
      return [
        {
          opened: credentials && note && { credentials, note },
          expiresAtMs: credentials?.expiresAtMs ?? host.clock.now() + stored.leftMs,
          remove: () => store.remove(id, stored.value, call),
        },
      ];
    }),
  );
  return sessions.flat();
}

async function removeOld(path: string, nowMs: number): Promise<void> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: nowMs }));
  if (nowMs - mtimeMs > LEFT_MS) await rm(path, { force: true });
}

/**
 * Removes kept sessions.
 *
 * @param labels those of these profiles only; `undefined`: all of them, and the key
 * @returns how many
 */
export async function clearSessions(host: Host, labels?: readonly string[]): Promise<number> {
  const folder = cacheFolder(host);
  if (folder === undefined) return 0;
  const sessions = await listSessions(host);
  const gone = sessions.filter(
    ({ opened }) => labels === undefined || (opened !== undefined && labels.includes(opened.note.label)),
  );
  if (labels !== undefined) {
    await Promise.all(gone.map((each) => each.remove()));
    return gone.length;
  }
  const isInKeyring = /"keyring"/.test(await readFile(keyFile(folder), "utf8").catch(() => ""));
  if (isInKeyring) await keyringFor(host).remove();
  await rm(keyFile(folder), { force: true });
  await rm(entriesFolder(folder), { recursive: true, force: true });
  return gone.length;
}
