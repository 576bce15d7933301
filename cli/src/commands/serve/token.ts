import { randomBytes } from "node:crypto";
import { stat, writeFile } from "node:fs/promises";
import { ConfigurationError } from "@alicred/core";
import { readGivenText } from "../../command/given-text.ts";
import { serveText } from "./text.ts";

/** A token: long enough that nobody finds it, of characters that an address takes as they are. */
const TOKEN = /^[\w-]{22,200}$/;

/**
 * The token of a server: a new one, or the one in the file. A missing file is created, for its owner alone.
 *
 * @throws {ConfigurationError} `FILE_UNREADABLE`, `FILE_UNWRITABLE`; `INVALID_CONFIGURATION` for a file that holds no
 *   token or that others can read.
 */
export async function serverToken(file: string | undefined): Promise<string> {
  const fresh = randomBytes(32).toString("base64url");
  if (file === undefined) return fresh;
  const text = serveText();
  try {
    await writeFile(file, `${fresh}\n`, { flag: "wx", mode: 0o600 });
    return fresh;
  } catch (error) {
    if (codeOf(error) !== "EEXIST")
      throw new ConfigurationError("FILE_UNWRITABLE", text.tokenUnwritable(file, codeOf(error)));
  }
  let kept: string;
  try {
    kept = (await readGivenText(file)).trim();
    const { mode } = await stat(file);
    if (process.platform !== "win32" && (mode & 0o077) !== 0)
      throw new ConfigurationError("INVALID_CONFIGURATION", text.tokenOpen(file));
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ConfigurationError("FILE_UNREADABLE", text.tokenUnreadable(file, codeOf(error)));
  }
  if (TOKEN.test(kept)) return kept;
  throw new ConfigurationError("INVALID_CONFIGURATION", text.tokenInvalid(file));
}

function codeOf(error: unknown): string {
  return String(Object(error).code);
}
