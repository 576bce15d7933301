/**
 * What the file adapters share: the errors of reading.
 *
 * @module
 */
import { AlicredError, ConfigurationError } from "../errors.ts";

/** @throws {ConfigurationError} when a file is too large. */
export function checkSize(path: string, size: number, maxBytes: number): void {
  if (size <= maxBytes) return;
  throw new ConfigurationError(
    "FILE_UNREADABLE",
    `${path} holds ${size} bytes, more than the ${maxBytes} that are read. Check that it is the right file.`,
  );
}

/** There is no such file; the last two mean that the value is not a path, but perhaps the content of a file. */
const ABSENT = ["ENOENT", "ENOTDIR", "NotFound", "NotADirectory", "ENAMETOOLONG", "ERR_INVALID_ARG_VALUE"];

/**
 * The result of a failed read: `undefined` when the file does not exist.
 *
 * @throws {ConfigurationError} for every other failure, naming its kind.
 */
export function unreadable(path: string, thrown: unknown): undefined {
  if (thrown instanceof AlicredError) throw thrown;
  const { code, name } = thrown as { code?: unknown; name?: unknown };
  const kind = typeof code === "string" ? code : String(name);
  if (ABSENT.includes(kind)) return undefined;
  throw new ConfigurationError(
    "FILE_UNREADABLE",
    `${path} exists and cannot be read (${kind}). Check its permissions and that it is a file.`,
  );
}
