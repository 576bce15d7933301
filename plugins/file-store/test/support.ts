import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Host, JsonChange, JsonEdit, UpdateOptions } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { onTestFinished } from "vitest";
import { type FileStoreOptions, withFileStore } from "../src/mod.ts";

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
