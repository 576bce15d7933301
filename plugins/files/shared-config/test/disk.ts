import { createTestHost } from "@alicred/conformance";
import { ConfigurationError, type Files, found, type Host, type JsonEdit } from "@alicred/core";
import type { ProfileFields, ProfileMode } from "@alicred/plugin-kit";
import { config, FILE } from "./support.ts";

/** A mode that counts up in its profile, as a login with one-time tokens does. */
export function countingMode(seen: ProfileFields[] = []): ProfileMode {
  return {
    mode: "Counting",
    source: (profile) => ({
      name: "counting",
      async resolve(context) {
        const { count } = await profile.update(context, countUp(seen));
        return found({ accessKeyId: `LTAI${count}`, accessKeySecret: "canary-secret" });
      },
    }),
  };
}

export function countUp(seen: ProfileFields[]): (latest: ProfileFields) => Promise<ProfileFields> {
  return async (latest) => {
    seen.push(latest);
    return { count: Number(latest["count"] ?? 0) + 1 };
  };
}

export interface Disk {
  text: string;
  /** The error of `updateJson`, and when it is thrown. */
  failure?: Error | undefined;
  failsAfterChange?: boolean;
  readonly edits: (readonly JsonEdit[])[];
}

/** A host with one file; the edits are noted, and applied by parsing. */
export function hostOf(disk: Disk, writable = true): Host {
  const readText = async (path: string): Promise<string | undefined> =>
    path === FILE ? disk.text : undefined;
  const updateJson: Files["updateJson"] = async (_path, change) => {
    if (disk.failure !== undefined && !disk.failsAfterChange) throw disk.failure;
    const edits = await change(disk.text);
    if (disk.failure !== undefined) throw disk.failure;
    disk.edits.push(edits);
    const content = JSON.parse(disk.text);
    for (const { path, value } of edits) content[path[0] ?? ""][path[1] ?? ""][path[2] ?? ""] = value;
    disk.text = JSON.stringify(content);
  };
  return { ...createTestHost(), files: writable ? { readText, updateJson } : { readText } };
}

export const PROFILE: ProfileFields = { name: "c", mode: "Counting", unknown: "kept" };
export const disk = (more: Partial<Disk> = {}): Disk => ({
  text: config([{ name: "other" }, PROFILE]),
  edits: [],
  ...more,
});
export const unwritable: ConfigurationError = new ConfigurationError(
  "FILE_UNWRITABLE",
  "it cannot be written",
);
