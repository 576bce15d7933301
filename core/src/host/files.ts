/**
 * What the file adapters share: the errors of reading.
 *
 * @module
 */
import { AlicredError, ConfigurationError } from "../errors.ts";

/** @throws {ConfigurationError} when a file is larger than it may be. */
export function checkSize(path: string, size: number, maxBytes: number): void {
  if (size <= maxBytes) return;
  throw new ConfigurationError(
    "FILE_UNREADABLE",
    `${path} holds ${size} bytes, more than the ${maxBytes} that are read. Check that it is the right file.`,
  );
}

/**
 * What a failed read comes to: `undefined` when the file does not exist.
 *
 * @throws {ConfigurationError} for every other failure, naming its kind.
 */
export function unreadable(path: string, thrown: unknown): undefined {
  if (thrown instanceof AlicredError) throw thrown;
  const { code, name } = thrown as { code?: unknown; name?: unknown };
  if (code === "ENOENT" || code === "ENOTDIR" || name === "NotFound" || name === "NotADirectory")
    return undefined;
  const kind = typeof code === "string" ? code : String(name);
  throw new ConfigurationError(
    "FILE_UNREADABLE",
    `${path} exists and cannot be read (${kind}). Check its permissions and that it is a file.`,
  );
}
