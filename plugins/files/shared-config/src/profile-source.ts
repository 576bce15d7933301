import { ConfigurationError, type CredentialSource } from "@alicred/core";
import type { ProfileFields, ProfileMode } from "@alicred/plugin-kit";
import { shown, textOf } from "@alicred/plugin-kit";
import { type ConfigFile, checkDepth, findProfile, presentFields } from "./config-file.ts";
import type { FilePlace, WriteBack } from "./write-back.ts";

// Shorter than a secret that was pasted in its place.
const MODE_NAME = /^[a-z][a-z0-9]{0,22}$/i;

/** Everything needed to turn a profile into a source. */
export interface ProfileScope extends FilePlace {
  readonly config: ConfigFile;
  readonly modes: readonly ProfileMode[];
  /** The modes of the profile that was selected, which may differ from those of the profiles that it leads to. */
  readonly selectedModes: readonly ProfileMode[];
  readonly writeBack: WriteBack;
  /** The names of all profiles that the source was made from, collected while it is made. */
  readonly names: Set<string>;
}

/**
 * The source of a profile, by its mode. Modes compare without regard to case.
 *
 * @param leadingHere the profiles that led to this one
 * @param given fields in place of the profile's own. Changes to these stay in memory, in this source.
 * @throws {ConfigurationError} `PROFILE_NOT_FOUND`, `PROFILE_CYCLE`, `UNKNOWN_PROFILE_MODE`, or what the mode complains of.
 */
export function profileSource(
  scope: ProfileScope,
  name: string,
  leadingHere: readonly string[] = [],
  given?: ProfileFields,
): CredentialSource {
  const { config, file, writeBack, names } = scope;
  const modes = leadingHere.length === 0 ? scope.selectedModes : scope.modes;
  names.add(name);
  const step = given ? `${name} (other fields)` : name;
  const trail = [...leadingHere, step];
  if (leadingHere.includes(step)) {
    const message = `${file}: the profiles form a cycle: ${trail.join(" -> ")}. Change a source_profile.`;
    throw new ConfigurationError("PROFILE_CYCLE", message);
  }
  if (given !== undefined) checkDepth(given, `what profile "${name}" leads to`);
  const own = presentFields(given ?? findProfile(config, name, file));
  const fields = { ...own, ...writeBack.kept[JSON.stringify(own)] };
  let latest: ProfileFields = fields;
  return modeOf(modes, file, name, fields, given === undefined).source({
    name,
    fields,
    sourceOf: (other) => profileSource(scope, other, trail),
    sourceOfFields: (more) => profileSource(scope, name, trail, more),
    async update(context, change) {
      if (!given) return writeBack.update(context, scope, name, change);
      const loss = context.host.shortLived ? "The fields are not those of the file." : undefined;
      const changed = await change(latest, loss);
      latest = { ...latest, ...changed };
      return latest;
    },
  });
}

function modeOf(
  modes: readonly ProfileMode[],
  file: string,
  name: string,
  { mode }: ProfileFields,
  isOfFile: boolean,
): ProfileMode {
  const wanted = textOf(mode);
  const registered = modes.find((each) => each.mode.toLowerCase() === wanted.toLowerCase());
  if (registered !== undefined) return registered;
  const list = modes
    .map((each) => each.mode)
    .filter(Boolean)
    .join(", ");
  let problem = "has a mode that no plugin here provides. Set it";
  if (mode === undefined) problem = "has no mode. Set `mode`";
  // The output of a program is never quoted.
  else if (isOfFile && MODE_NAME.test(wanted))
    problem = `has the mode ${wanted}, which no plugin here provides. Load its plugin, or set it`;
  throw new ConfigurationError(
    "UNKNOWN_PROFILE_MODE",
    `${shown(file)}: profile "${shown(name)}" ${problem} to one of: ${list}.`,
  );
}
