import {
  AlicredError,
  emit,
  type Files,
  type JsonEdit,
  type ProfileFields,
  type ResolveContext,
} from "@alicred/core";
import { findProfile, indexOfProfile, MAX_FILE_BYTES, parseConfigFile } from "./config-file.ts";
import { presentFields } from "./profile-fields.ts";

type Change = (latest: ProfileFields) => Promise<ProfileFields>;

/** A profile in a file, and how messages name the file. */
export interface Place {
  readonly path: string;
  readonly file: string;
  readonly name: string;
}

/** Changes profiles in their file; what the file does not take is kept here, for as long as its profile stays as it is. */
export interface WriteBack {
  /** Differs whenever something else is kept in memory. */
  version(): number;
  /** The fields of the file with those that are kept in memory over them. */
  overlay(place: Place, fields: ProfileFields): ProfileFields;
  update(context: ResolveContext, place: Place, change: Change): Promise<ProfileFields>;
}

interface Kept {
  /** The profile as the file had it. Once it differs, somebody wrote a newer one. */
  readonly base: string;
  readonly fields: ProfileFields;
}

export function createWriteBack(): WriteBack {
  const kept = new Map<string, Kept>();
  let version = 0;
  const turns = new Map<string, Promise<unknown>>();
  const keyOf = ({ path, name }: Place): string => JSON.stringify([path, name]);

  function overlay(place: Place, fields: ProfileFields): ProfileFields {
    const own = kept.get(keyOf(place));
    return own?.base === JSON.stringify(fields) ? presentFields({ ...fields, ...own.fields }) : fields;
  }

  function keep(context: ResolveContext, place: Place, changed: ProfileFields, reason: string): void {
    const key = keyOf(place);
    const { base, fields } = kept.get(key) ?? { base: "", fields: {} };
    kept.set(key, { base, fields: { ...fields, ...changed } });
    version += 1;
    context.warn(`profile "${place.name}" of ${place.file} is not saved (${reason}); this process keeps it.`);
    emit(context.onEvent, { type: "not-saved", source: "shared-config", profile: place.name, reason });
  }

  async function inFile(
    context: ResolveContext,
    updateJson: NonNullable<Files["updateJson"]>,
    place: Place,
    change: Change,
  ): Promise<ProfileFields> {
    let latest: ProfileFields = {};
    let changed: ProfileFields | undefined;
    const edits = async (text: string): Promise<readonly JsonEdit[]> => {
      latest = readLatest(place, text);
      // A second time only the file is new: what was spent for the change is spent.
      changed ??= await change(latest);
      const index = indexOfProfile(parseConfigFile(text, place.file), place.name);
      return Object.entries(changed).map(([field, value]) => ({ path: ["profiles", index, field], value }));
    };
    try {
      await updateJson(place.path, edits, { maxBytes: MAX_FILE_BYTES, signal: context.signal });
      kept.delete(keyOf(place));
    } catch (error) {
      const reason = "the file cannot be written";
      if (changed !== undefined) keep(context, place, changed, reason);
      else if (!(error instanceof AlicredError && error.code === "FILE_UNWRITABLE")) throw error;
      else return inMemory(context, place, change, reason);
    }
    return presentFields({ ...latest, ...changed });
  }

  async function inMemory(
    context: ResolveContext,
    place: Place,
    change: Change,
    reason: string,
  ): Promise<ProfileFields> {
    const text = await context.host.files?.readText(place.path, MAX_FILE_BYTES);
    const latest = readLatest(place, text ?? "");
    const changed = await change(latest);
    if (Object.keys(changed).length > 0) keep(context, place, changed, reason);
    return presentFields({ ...latest, ...changed });
  }

  function readLatest(place: Place, text: string): ProfileFields {
    const fields = presentFields(findProfile(parseConfigFile(text, place.file), place.name, place.file));
    const base = JSON.stringify(fields);
    const own = kept.get(keyOf(place));
    if (own?.base !== base) kept.set(keyOf(place), { base, fields: {} });
    return overlay(place, fields);
  }

  function update(context: ResolveContext, place: Place, change: Change): Promise<ProfileFields> {
    const updateJson = context.host.files?.updateJson;
    const run = async (): Promise<ProfileFields> => {
      context.signal.throwIfAborted();
      return updateJson === undefined
        ? inMemory(context, place, change, "this host cannot write files")
        : inFile(context, updateJson, place, change);
    };
    // One at a time also where no file can be locked.
    const turn = (turns.get(place.path) ?? Promise.resolve()).then(run, run);
    turns.set(place.path, turn);
    return turn;
  }

  return { version: () => version, overlay, update };
}
