import type { Host } from "@alicred/core";
import { updateJson } from "./update-json.ts";

export interface FileStoreOptions {
  /** How long to wait for the lock that another process keeps, in milliseconds. Default: 15,000. */
  readonly lockTimeoutMs?: number | undefined;
  /**
   * When a lock counts as left behind by a process that is gone, in milliseconds from its last sign of life; living
   * ones give a sign at half that time, however long their work takes. At least 2,000. Default: 10,000.
   */
  readonly lockStaleMs?: number | undefined;
}

/**
 * The same host, able to change JSON files. A host without files stays without.
 *
 * The lock is the folder `<file>.lock` beside the file. Every process that goes through this function keeps it; the
 * official tools know other locks or none.
 */
export function withFileStore(host: Host, options: FileStoreOptions = {}): Host {
  const { files } = host;
  if (files === undefined) return host;
  const lock = { timeoutMs: options.lockTimeoutMs ?? 15_000, staleMs: options.lockStaleMs ?? 10_000 };
  return {
    ...host,
    files: {
      ...files,
      updateJson: (path, change, update) => updateJson({ host, files, lock }, path, change, update),
    },
  };
}
