import { AlicredError, emit, type JsonEdit, type ResolveContext } from "@alicred/core";
import type { Profile, ProfileFields } from "@alicred/plugin-kit";
import { MAX_CONFIG_BYTES } from "@alicred/plugin-kit";
import { findProfile, NAME, parseConfigFile, presentFields } from "./config-file.ts";

type Change = Parameters<Profile["update"]>[1];

export interface FilePlace {
  readonly path: string;
  /** How messages name the file. */
  readonly file: string;
}

/** Changes profiles in their file. Fields that cannot be written are kept in memory until the profile changes on disk. */
export interface WriteBack {
  /** The fields that are kept, by the JSON of the profile as the file has it. */
  readonly kept: Readonly<Record<string, ProfileFields>>;
  /** As `Profile.update`. */
  update(context: ResolveContext, place: FilePlace, name: string, change: Change): Promise<ProfileFields>;
}

export function createWriteBack(): WriteBack {
  const kept: Record<string, ProfileFields> = {};
  /** The events emitted since the file was last written, so that each is emitted once. */
  const told = new Set<string>();
  let turn: Promise<unknown> = Promise.resolve();

  async function updateNow(
    context: ResolveContext,
    { path, file }: FilePlace,
    name: string,
    change: Change,
  ): Promise<ProfileFields> {
    const { signal } = context;
    const { files } = context.host;
    signal.throwIfAborted();
    let key = "";
    let changed: ProfileFields | undefined;
    let unsaved: ProfileFields = {};
    let result: ProfileFields = {};
    const edit = async (text: string, loss?: string): Promise<readonly JsonEdit[]> => {
      const config = parseConfigFile(text, file);
      const profile = findProfile(config, name, file);
      const fields = presentFields(profile);
      key = JSON.stringify(fields);
      // On a retry `change` must not run again: it may have spent a one-time token.
      changed ??= await change({ ...fields, ...kept[key] }, loss);
      unsaved = { ...kept[key], ...changed };
      result = presentFields({ ...fields, ...unsaved });
      const at = [config.profilesKey, config.profiles.indexOf(profile)];
      return Object.entries(unsaved).map(([field, value]) => ({ path: [...at, field], value }));
    };

    let reason = "This host cannot write files.";
    if (files?.updateJson !== undefined) {
      try {
        await files.updateJson(path, (text) => edit(text), { maxBytes: MAX_CONFIG_BYTES, signal });
        delete kept[key];
        told.clear();
        return result;
      } catch (error) {
        const isOwn = error instanceof AlicredError;
        if (changed === undefined && !(isOwn && error.code === "FILE_UNWRITABLE")) throw error;
        reason = isOwn ? error.message : "The file cannot be written.";
      }
    }
    if (changed === undefined) {
      const text = (await files?.readText(path, MAX_CONFIG_BYTES)) ?? "";
      await edit(text, context.host.shortLived ? reason : undefined);
    }
    if (Object.keys(unsaved).length > 0) {
      kept[key] = unsaved;
      context.warn(
        `profile "${name}" is not saved, so that renewed tokens are lost with this process: ${reason}`,
      );
      const event = { type: "not-saved", source: NAME, profile: name, reason } as const;
      if (!told.has(JSON.stringify(event))) emit(context.onEvent, event);
      told.add(JSON.stringify(event));
    }
    return result;
  }

  return {
    kept,
    update(...given) {
      // One at a time, also where no file can be locked.
      const own = turn.then(() => updateNow(...given));
      turn = own.catch(() => undefined);
      return own;
    },
  };
}
