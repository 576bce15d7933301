import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Host, JsonChange, JsonEdit, UpdateOptions } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { onTestFinished } from "vitest";
import type { LockOptions } from "../src/lock.ts";
import { type FileStoreOptions, withFileStore } from "../src/mod.ts";
import { updateJson } from "../src/update-json.ts";

export interface Store {
  readonly host: Host;
  update(path: string, change: JsonChange, options?: Partial<UpdateOptions>): Promise<void>;
}

export function store(options?: FileStoreOptions): Store {
  const host = withFileStore(nodeHost({ env: {} }), options);
  return {
    host,
    async update(path, change, more) {
      await host.files?.updateJson?.(path, change, { maxBytes: 1_000_000, ...more });
    },
  };
}

/** An update by a store that watches a lock as briefly as no option allows. */
export async function updateQuickly(
  path: string,
  change: JsonChange,
  lock: Partial<LockOptions> = {},
): Promise<void> {
  const host = nodeHost({ env: {} });
  if (host.files === undefined) throw new Error("no files");
  const options = { timeoutMs: 15_000, staleMs: 100, ...lock };
  await updateJson({ host, files: host.files, lock: options }, path, change, { maxBytes: 1_000_000 });
}

/** A folder that is gone after the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "alicred-store-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A change that makes the same edits, whatever the text. */
export function set(...edits: readonly (readonly [path: string, value: unknown])[]): JsonChange {
  const made: readonly JsonEdit[] = edits.map(([path, value]) => ({
    path: path.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key)),
    value,
  }));
  return async () => made;
}
