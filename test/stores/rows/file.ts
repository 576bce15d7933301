import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeHost } from "@alicred/core/host/node";
import { withFileStore } from "@alicred/file-store";
import { fileStore } from "@alicred/store-file";
import { openProcesses } from "../processes.ts";
import { ONE_WRONG_CLOCK, type Row } from "../row.ts";

export const file: Row = {
  name: "file",
  async start() {
    const root = mkdtempSync(join(tmpdir(), "alicred-store-file-"));
    const folder = join(root, "sessions");
    const processes = await openProcesses({ kind: "file", folder });
    const names = (): readonly string[] => readdirSync(folder).filter((name) => name.endsWith(".json"));
    return {
      skewsMs: ONE_WRONG_CLOCK,
      hasProcesses: true,
      client: () => fileStore({ folder }),
      member: (options) => processes.start(options),
      async down() {
        // A file in the place of the folder: root is stopped by no permissions.
        const isThere = statSync(folder, { throwIfNoEntry: false }) !== undefined;
        if (isThere) renameSync(folder, `${folder}.away`);
        writeFileSync(folder, "");
        return async () => {
          rmSync(folder);
          if (isThere) renameSync(`${folder}.away`, folder);
        };
      },
      async slow(options) {
        // Somebody makes the file of this session, and keeps its lock.
        const store = fileStore({ folder });
        const held: (() => void)[] = [];
        const host = withFileStore(nodeHost({ env: {} }));
        const path = join(folder, `${await storeIdOf(options.id)}.json`);
        const isHeld = new Promise<void>((resolve) => {
          const change = async (): Promise<readonly []> => {
            resolve();
            await new Promise<void>((release) => held.push(release));
            return [];
          };
          void host.files?.updateJson?.(path, change, { maxBytes: 100_000 });
        });
        await isHeld;
        return async () => {
          for (const release of held) release();
          // The lock is free again.
          const call = { host, signal: new AbortController().signal };
          await store.release(await storeIdOf(options.id), "none", call);
        };
      },
      dump: async () =>
        names()
          .map((name) => name + readFileSync(join(folder, name), "utf8"))
          .join("\n"),
      async close() {
        processes.close();
        rmSync(root, { recursive: true, force: true });
      },
    };
  },
};

/** The id by which a store knows a session. */
async function storeIdOf(id: string): Promise<string> {
  const bytes = new TextEncoder().encode(`alicred shared cache id\0${id}`);
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return Buffer.from(hash).toString("hex").slice(0, 32);
}
