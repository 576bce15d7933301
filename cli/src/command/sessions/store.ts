import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { ConfigurationError, type Host } from "@alicred/core";
import { parseJson } from "@alicred/plugin-kit";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { COMMAND_TIMEOUT_MS } from "../host.ts";
import { decodeEntry, type Entry, MAX_ENTRY_BYTES } from "./entry.ts";
import { keyringFor, sessionKey } from "./key.ts";
import { cacheFolder, entriesFolder, keyFile } from "./place.ts";
import { type Seal, sealWith } from "./seal.ts";

const en = {
  noHome: "There is no home folder to keep sessions in. Set HOME.",
};

const zh: typeof en = {
  noHome: "没有可保存会话的主目录。请设置 HOME。",
};

export const storeText: Catalogue<typeof en> = catalogue({ en, zh });

/** The files of kept sessions, one for each. */
export interface SessionStore {
  readonly host: Host;
  readonly seal: Seal;
  pathOf(name: string): string;
  readText(path: string): Promise<string | undefined>;
  remove(name: string): Promise<void>;
  /**
   * Changes an entry under its lock, which ends with the process that keeps it.
   *
   * @param change gets the text, empty if there is none, and returns the new content: `null` to remove it, `undefined` to
   *   leave it
   */
  update(
    path: string,
    signal: AbortSignal | undefined,
    change: (text: string) => Promise<unknown>,
  ): Promise<void>;
}

/** How long a lock may show no sign of life until it counts as left by a process that was killed. */
const STALE_MS = 5_000;

/**
 * The store of this user. Its folder and its key are made when they are missing.
 *
 * @throws {ConfigurationError} `FILE_UNWRITABLE` without a home folder, or where it cannot be written.
 */
export async function openStore(plain: Host): Promise<SessionStore> {
  const folder = cacheFolder(plain);
  if (folder === undefined) throw new ConfigurationError("FILE_UNWRITABLE", storeText().noHome);
  const { withFileStore } = await import("@alicred/file-store");
  // The process that has the lock may wait for the service as long as a command may take.
  const host = withFileStore(plain, { lockTimeoutMs: COMMAND_TIMEOUT_MS + STALE_MS, lockStaleMs: STALE_MS });
  const seal = await sealWith(await sessionKey(host, folder));
  const pathOf = (name: string): string => join(entriesFolder(folder), `${name}.json`);
  return {
    host,
    seal,
    pathOf,
    remove: (name) => rm(pathOf(name), { force: true }),
    readText: async (path) => host.files?.readText(path, MAX_ENTRY_BYTES),
    async update(path, signal, change) {
      let isDropped = false;
      await host.files?.updateJson?.(
        path,
        async (text) => {
          const isDamaged = text !== "" && parseJson(text) === undefined;
          const content = await change(isDamaged ? "" : text);
          isDropped = content === null || (isDamaged && content === undefined);
          // A text that is no JSON cannot be edited.
          if (isDamaged) await rm(path, { force: true });
          return content === undefined || isDropped || isDamaged ? [] : [{ path: [], value: content }];
        },
        { maxBytes: MAX_ENTRY_BYTES, signal },
      );
      if (isDropped) await rm(path, { force: true });
    },
  };
}

/** A kept session, for lists. */
export interface KeptSession {
  readonly path: string;
  /** `undefined` for one that this key cannot open. */
  readonly entry: Entry | undefined;
  /** In epoch milliseconds. */
  readonly expiresAtMs: number | undefined;
}

/** All kept sessions. Those that have ended are removed. */
export async function listSessions(host: Host): Promise<readonly KeptSession[]> {
  const folder = cacheFolder(host);
  if (folder === undefined) return [];
  const names = await readdir(entriesFolder(folder)).catch(() => []);
  const entries = names.filter((name) => /^[\da-f]{64}\.json$/.test(name));
  if (entries.length === 0) return [];
  const { seal } = await openStore(host);
  const sessions = await Promise.all(
    entries.map(async (file): Promise<KeptSession> => {
      const path = join(entriesFolder(folder), file);
      const text = await readFile(path, "utf8").catch(() => "");
      const expires = Date.parse(String(parseJson(text)?.["expires"]));
      const entry = await decodeEntry(file.replace(/\.json$/, ""), text, seal);
      return { path, entry, expiresAtMs: Number.isNaN(expires) ? undefined : expires };
    }),
  );
  const nowMs = host.clock.now();
  const ended = sessions.filter(({ expiresAtMs }) => (expiresAtMs ?? 0) <= nowMs);
  await Promise.all(ended.map(({ path }) => rm(path, { force: true })));
  return sessions.filter((each) => !ended.includes(each));
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
    ({ entry }) => labels === undefined || (entry !== undefined && labels.includes(entry.label)),
  );
  await Promise.all(gone.map(({ path }) => rm(path, { force: true })));
  if (labels === undefined) {
    const isInKeyring = /"keyring"/.test(await readFile(keyFile(folder), "utf8").catch(() => ""));
    if (isInKeyring) await keyringFor(host).remove();
    await rm(keyFile(folder), { force: true });
    await rm(entriesFolder(folder), { recursive: true, force: true });
  }
  return gone.length;
}
