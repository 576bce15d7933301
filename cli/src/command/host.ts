import type { Host } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { withLazyFileStore } from "../library/lazy-file-store.ts";

/**
 * The host of the command. Renewed tokens and sessions are kept in `config.json`, for the next command.
 *
 * @param allowUnsaved whether a login may be renewed even where the new tokens are lost with this command
 */
export function commandHost(allowUnsaved = false): Host {
  return { ...withLazyFileStore(nodeHost()), shortLived: !allowUnsaved };
}

/** Limit of a resolution, in milliseconds: a person may be asked for a code by an external program. */
export const COMMAND_TIMEOUT_MS = 70_000;
