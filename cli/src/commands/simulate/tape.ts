import { rm, stat } from "node:fs/promises";
import {
  cassetteText,
  createRecorder,
  createReplay,
  parseCassette,
  REAL_HOSTS,
  type Tape,
} from "@alicred/simulators/cassette";
import { sendTo } from "@alicred/simulators/serve";
import { readGivenText } from "../../command/given-text.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { writeWhole } from "./files.ts";
import type { SimulateOptions } from "./options.ts";

const en = {
  exists: (path: string) => `${path} exists: remove it, or record into another file`,
};

const zh: typeof en = {
  exists: (path) => `${path} 已存在：请删除它，或录制到另一个文件`,
};

const text: Catalogue<typeof en> = catalogue({ en, zh });

/** A tape of the command line, in place of the services of the cloud. */
export interface OpenedTape {
  readonly mode: "record" | "replay";
  readonly path: string;
  readonly tape: Tape;
  /** Writes what is not written yet. A file without an exchange is removed. */
  close(): Promise<void>;
}

/**
 * The recorder or the replay that the options ask for.
 *
 * @param now - the time of the cloud, which the instants of a replay follow.
 * @throws `TypeError` for a cassette that cannot be read, and for one that recording would overwrite.
 */
export async function openTape(options: SimulateOptions, now: () => number): Promise<OpenedTape | undefined> {
  if (options.record !== undefined) return openRecorder(options.record, options);
  return options.replay === undefined ? undefined : openReplay(options.replay, now);
}

async function openRecorder(
  path: string,
  { recordHost = [], upstream }: SimulateOptions,
): Promise<OpenedTape> {
  const existing = await stat(path).catch(() => undefined);
  if (existing !== undefined) throw new TypeError(text().exists(path));
  let saving = Promise.resolve();
  let isWaiting = false;

  /** Once for all exchanges that come while a file is written. */
  function save(): Promise<void> {
    if (!isWaiting) {
      isWaiting = true;
      saving = saving.then(async () => {
        isWaiting = false;
        await writeWhole(path, cassetteText(recorder.cassette()), 0o600);
      });
    }
    return saving;
  }

  const recorder = createRecorder({
    fetch: upstream === undefined ? (url, init) => fetch(url, init) : sendTo(upstream),
    hosts: [...REAL_HOSTS, ...recordHost],
    // Requests that cannot be written are reported at the end.
    onExchange: () => void save().catch(() => {}),
  });
  await save();
  return {
    mode: "record",
    path,
    tape: recorder,
    async close() {
      await save();
      if (recorder.cassette().exchanges.length === 0) await rm(path);
    },
  };
}

async function openReplay(path: string, now: () => number): Promise<OpenedTape> {
  const content = await readGivenText(path);
  try {
    const tape = createReplay(parseCassette(content), { now });
    return { mode: "replay", path, tape, close: () => Promise.resolve() };
  } catch (error) {
    throw error instanceof TypeError ? new TypeError(`${path}: ${error.message}`) : error;
  }
}
