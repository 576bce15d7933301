import { randomUUID } from "node:crypto";
import { link, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { AlicredError } from "@alicred/core";
import { wrongUse } from "../../command/command-error.ts";
import { exportText } from "./text.ts";

/**
 * Writes a file that only its owner can read, whole or not at all.
 *
 * @param isForced whether it may replace another
 * @throws {ConfigurationError} `INVALID_OPTION` when it exists.
 * @throws {AlicredError} `FILE_UNWRITABLE`.
 */
export async function writePrivateFile(path: string, text: string, isForced: boolean): Promise<void> {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(draft, text, { mode: 0o600, flag: "wx" });
    // A link fails where the file exists, a rename replaces it.
    if (isForced) await rename(draft, path);
    else await link(draft, path);
  } catch (thrown) {
    const { code }: NodeJS.ErrnoException = Object(thrown);
    if (code === "EEXIST") throw wrongUse(exportText().fileExists(path));
    throw new AlicredError("FILE_UNWRITABLE", exportText().notWritable(path, String(code)));
  } finally {
    await rm(draft, { force: true });
  }
}
