import { rm } from "node:fs/promises";
import type { Host } from "@alicred/core";
import { parseJson } from "@alicred/plugin-kit";

/**
 * How far a rotation has come, in a file beside `config.json` that only its owner can read: whatever moment the command is
 * ended at, the next one continues.
 */
export interface Rotation {
  /**
   * `creating`: a key may have been created whose secret nobody has. `created`: the new key is known, and not in use yet.
   * `saved`: the profile has it.
   */
  readonly step: "creating" | "created" | "saved";
  readonly oldId: string;
  /** The ids of all keys before a new one was created. */
  readonly keysBefore: readonly string[];
  /** By the service's clock, in epoch milliseconds. */
  readonly startedAtMs: number;
  readonly newId?: string;
  readonly newSecret?: string;
}

/** The journal of the rotations of one file. */
export interface RotationJournal {
  read(name: string): Promise<Rotation | undefined>;
  write(name: string, rotation: Rotation | undefined): Promise<void>;
}

const MAX_BYTES = 1_000_000;

/** @param path that of `config.json` */
export function rotationJournal(host: Host, path: string): RotationJournal {
  const file = `${path}.rotation.json`;
  const readAll = async (): Promise<Readonly<Record<string, unknown>>> =>
    parseJson((await host.files?.readText(file, MAX_BYTES)) ?? "") ?? {};
  return {
    async read(name) {
      const all = await readAll();
      return Object.hasOwn(all, name) ? (all[name] as Rotation) : undefined;
    },
    async write(name, rotation) {
      await host.files?.updateJson?.(file, async () => [{ path: [name], value: rotation }], {
        maxBytes: MAX_BYTES,
      });
      if (Object.keys(await readAll()).length === 0) await rm(file, { force: true });
    },
  };
}
