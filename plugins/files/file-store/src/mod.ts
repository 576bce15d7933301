/**
 * Lets a host change `config.json` safely: one lock, atomic replacement, edits in place. For Node, Bun and Deno.
 *
 * @module
 */
export { type FileStoreOptions, withFileStore } from "./with-file-store.ts";
