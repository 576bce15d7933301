/**
 * Files of Node, Bun and Deno: one bounded reader, which no file without a size or an end can hold up.
 *
 * @module
 */
import { constants, type FileHandle, open } from "node:fs/promises";
import { AlicredError, ConfigurationError } from "../errors.ts";
import type { Files } from "../host.ts";
import { systemClock } from "./clock.ts";

/**
 * A blocking read of a pipe holds one of the process's few file threads until somebody writes. Windows has no such flag
 * and no such pipes.
 */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
const CHUNK_BYTES = 65_536;
/** How long a pipe may be silent: less than the default limit of a refresh, so that the error names the file. */
const SILENCE_MS = 15_000;
/** How long a pipe waits for its first writer, which may just be starting. */
const NO_WRITER_MS = 200;

// The mark at the beginning of a text belongs to it: an edit keeps it.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export const systemFiles: Files = {
  readBytes,
  async readText(path, maxBytes) {
    const bytes = await readBytes(path, maxBytes);
    return bytes && decoder.decode(bytes);
  },
};

async function readBytes(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, FLAGS);
    return await readToEnd(handle, path, maxBytes);
  } catch (thrown) {
    return unreadable(path, thrown);
  } finally {
    await handle?.close();
  }
}

/** Reads at most one byte more than allowed, because the size of a device, a pipe or a file of `/proc` says nothing. */
async function readToEnd(handle: FileHandle, path: string, maxBytes: number): Promise<Uint8Array> {
  const status = await handle.stat();
  const isPipe = status.isFIFO();
  const knownSize = status.isFile() ? status.size : 0;
  const chunks: Uint8Array[] = [];
  let size = 0;
  let silentMs = 0;
  while (Math.max(size, knownSize) <= maxBytes) {
    const chunk = new Uint8Array(Math.min(CHUNK_BYTES, maxBytes + 1 - size));
    const bytesRead = await readSome(handle, chunk);
    const isUnopened = isPipe && bytesRead === 0 && size === 0;
    if (bytesRead === 0 && !(isUnopened && silentMs < NO_WRITER_MS)) {
      if (isUnopened) throw fileError(path, "is a pipe into which nobody writes");
      return Buffer.concat(chunks);
    }
    if (bytesRead) {
      size += bytesRead;
      chunks.push(chunk.subarray(0, bytesRead));
      silentMs = 0;
      continue;
    }
    if (silentMs >= SILENCE_MS) throw fileError(path, `was silent for ${SILENCE_MS / 1000} seconds`);
    const pauseMs = silentMs < NO_WRITER_MS ? 10 : 100;
    await systemClock.sleep(pauseMs);
    silentMs += pauseMs;
  }
  throw fileError(path, `holds more than the ${maxBytes} bytes that are read`);
}

/** How many bytes there were; `undefined` when a pipe or a terminal has none yet, 0 at the end. */
async function readSome(handle: FileHandle, chunk: Uint8Array): Promise<number | undefined> {
  try {
    return (await handle.read(chunk, 0, chunk.length, null)).bytesRead;
  } catch (thrown) {
    if (Object(thrown).code === "EAGAIN") return undefined;
    throw thrown;
  }
}

/** There is no such file; the last two mean that the value is not a path, but perhaps the content of a file. */
const ABSENT = ["ENOENT", "ENOTDIR", "ENAMETOOLONG", "ERR_INVALID_ARG_VALUE"];

/**
 * The result of a failed read: `undefined` when the file does not exist.
 *
 * @throws {ConfigurationError} for every other failure, naming its kind.
 */
function unreadable(path: string, thrown: unknown): undefined {
  if (thrown instanceof AlicredError) throw thrown;
  const { code, name } = thrown as { code?: unknown; name?: unknown };
  const systemCode = String(code ?? name);
  if (ABSENT.includes(systemCode)) return undefined;
  const isDenied = name === "NotCapable";
  throw new ConfigurationError(
    "FILE_UNREADABLE",
    `${path} cannot be read (${systemCode}). ${isDenied ? "Run Deno with --allow-read for it" : "Check its permissions and that it is a file"}.`,
    { systemCode },
  );
}

function fileError(path: string, found: string): ConfigurationError {
  return new ConfigurationError("FILE_UNREADABLE", `${path} ${found}. Check that it is the right file.`);
}
