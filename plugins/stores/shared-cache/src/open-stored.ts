/**
 * Values of a store, opened: for lists of what lies there.
 *
 * @module
 */
import type { Credentials, Host } from "@alicred/core";
import { parseJson } from "@alicred/plugin-kit";
import { open } from "./envelope.ts";
import { keysOf } from "./keys.ts";
import type { SharedCacheOptions } from "./options.ts";
import { credentialsIn } from "./session.ts";

/** A session as it lies in a store. */
export interface StoredSession {
  readonly credentials: Credentials;
  /** The note of its binding. */
  readonly note: string | undefined;
}

/**
 * Opens a value of a store, to show what lies there. Whether the session still lives is not looked at, and it is not
 * served: that is the work of `sharedCache`.
 *
 * @param id the id of the value, as the store knows it
 * @param key as `SharedCacheOptions.key`
 * @returns `undefined` for a value that these keys do not open under this id
 * @throws {ConfigurationError} `INCOMPLETE_CONFIGURATION` without a key, `INVALID_CONFIGURATION` for an invalid one
 */
export async function openStored(
  host: Host,
  id: string,
  value: string,
  key: SharedCacheOptions["key"],
): Promise<StoredSession | undefined> {
  const opened = await open(await keysOf({ key })(host), id, value);
  const content = "text" in opened ? parseJson(opened.text) : undefined;
  const credentials = content && credentialsIn(content);
  if (credentials === undefined) return undefined;
  const note = content?.["note"];
  return { credentials, note: typeof note === "string" ? note : undefined };
}
