/**
 * Lets a host change `config.json` safely: one lock, atomic replacement, edits in place. For Node, Bun and Deno.
 *
 * @example
 * ```ts
 * import { nodeHost } from "@alicred/core/host/node";
 * import { withFileStore } from "@alicred/file-store";
 *
 * const host = withFileStore(nodeHost());
 * ```
 *
 * @module
 */
import { type FieldSchema, type Host, parseFields, type Rule, schemaOf } from "@alicred/core";
import { updateJson } from "./update-json.ts";

export interface FileStoreOptions {
  /** How long to wait for the lock that another process keeps, in milliseconds. Default: 15,000. */
  readonly lockTimeoutMs?: number | undefined;
  /**
   * When a lock counts as left behind by a process that is gone: after it was watched for this many milliseconds without
   * a sign of life. Living processes give one every half second, however long their work takes. Smaller values than
   * 2,000 count as 2,000. Default: 10,000.
   */
  readonly lockStaleMs?: number | undefined;
}

const LEAST_STALE_MS = 2_000;

const milliseconds: Rule = {
  accepts: (value) => typeof value === "number" && value >= 0,
  complaint: "is not a number of milliseconds from 0 on",
};

const schema: FieldSchema<FileStoreOptions> = /* @__PURE__ */ schemaOf<FileStoreOptions>({
  lockTimeoutMs: milliseconds,
  lockStaleMs: milliseconds,
});

/**
 * The same host, able to change JSON files. A host without files is returned as it is.
 *
 * The lock is the folder `<file>.lock` beside the file. Every process that uses this function respects it; the
 * official tools know other locks or none.
 *
 * @throws {ConfigurationError} `INVALID_OPTION`
 */
export function withFileStore(host: Host, options: FileStoreOptions = {}): Host {
  const { lockTimeoutMs: timeoutMs = 15_000, lockStaleMs = 10_000 } = parseFields(
    schema,
    options,
    "file-store",
  );
  const { files } = host;
  if (files === undefined) return host;
  const lock = { timeoutMs, staleMs: Math.max(lockStaleMs, LEAST_STALE_MS) };
  return {
    ...host,
    files: {
      ...files,
      updateJson: (path, change, update) => updateJson({ host, files, lock }, path, change, update),
    },
  };
}
