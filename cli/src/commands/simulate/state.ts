import { type Cloud, loadState, saveState } from "@alicred/simulators";
import { readGivenText } from "../../command/given-text.ts";
import { writeWhole } from "./files.ts";
import { simulateText } from "./text.ts";

/**
 * Continues from the state in a file, if it exists; the clock stays as it was started.
 *
 * @throws `TypeError` for a file of something else or of another cloud, and what the system says of files.
 */
export async function loadStateFile(cloud: Cloud, path: string): Promise<void> {
  const text = await readGivenText(path).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return;
  let state: unknown;
  try {
    state = JSON.parse(text);
  } catch {
    throw new TypeError(simulateText().notJson(path));
  }
  try {
    loadState(cloud, state, { keepClock: true });
  } catch (error) {
    throw error instanceof TypeError ? new TypeError(`${path}: ${error.message}`) : error;
  }
}

/** Saves the state of a cloud into a file that this user alone may read. */
export async function saveStateFile(cloud: Cloud, path: string): Promise<void> {
  await writeWhole(path, JSON.stringify(saveState(cloud)), 0o600);
}
