import { ConfigurationError, type CredentialSource, type ResolveContext } from "@alicred/core";
import type { Profile, ProfileFields, ProfileMode } from "@alicred/plugin-kit";
import { memoizedSource, namedStep, quote, shown } from "@alicred/plugin-kit";
import { modeOf } from "./mode.ts";
import { warnOfRefusals } from "./refusals.ts";
import { stsFields, withoutStsVariables } from "./sts-of-cli.ts";
import { type Filled, fillByMode, fillFromVariables, override } from "./variables.ts";

const NAME = "filled-profile";

/** The modes of the selected profile: flags and environment fill its empty fields, and a mode may be left out. */
export function filledModes(modes: readonly ProfileMode[], overrides: ProfileFields): readonly ProfileMode[] {
  return ["", ...modes.map(({ mode }) => mode)].map((mode) => ({
    mode,
    source: (profile) => filledProfile(profile, modes, overrides, () => failWithoutMode(profile.name)),
  }));
}

/** The modes of profiles that the selected one leads to: only the SDK below the CLI fills them, and little. */
export function sourceModes(modes: readonly ProfileMode[]): readonly ProfileMode[] {
  return modes.map(({ mode, source }) => ({
    mode,
    source: (profile) =>
      memoizedSource(
        NAME,
        (context) => stsFields(note(context, fillByMode(context.host, profile.fields))),
        (fields) => namedStep(NAME, withoutStsVariables(source({ ...profile, fields }))),
      ),
  }));
}

/**
 * The source of the selected profile, after flags and environment have filled its empty fields. Its answer has the
 * region of the profile.
 *
 * @param withoutMode what it is when it has no mode, and no fields that show one
 */
export function filledProfile(
  profile: Profile,
  modes: readonly ProfileMode[],
  overrides: ProfileFields,
  withoutMode: (fields: ProfileFields) => CredentialSource,
): CredentialSource {
  return memoizedSource(
    NAME,
    (context) => {
      const given = note(context, override(profile.fields, overrides));
      const filled = note(context, fillFromVariables(context.host, given));
      const fields = { ...filled, mode: modeOf(context.host, filled) };
      if (fields.mode !== undefined) warnOfRefusals(context, profile.name, fields);
      return stsFields(note(context, fillByMode(context.host, fields)));
    },
    (fields) => {
      const { mode, region_id: region } = fields;
      if (mode === undefined) return withoutMode(fields);
      const wanted = String(mode).toLowerCase();
      const found = modes.find((each) => each.mode.toLowerCase() === wanted);
      if (found === undefined) {
        const message = `profile "${shown(profile.name)}" has the fields of mode ${shown(String(mode))}, which is not registered. Add it to \`modes\`.`;
        throw new ConfigurationError("UNKNOWN_PROFILE_MODE", message);
      }
      const step = namedStep(NAME, withoutStsVariables(found.source({ ...profile, fields })));
      return typeof region === "string" ? inRegion(region, step) : step;
    },
  );
}

function note(context: ResolveContext, { fields, from }: Filled): ProfileFields {
  for (const [field, place] of from) context.supplied(field, place);
  return fields;
}

function inRegion(region: string, source: CredentialSource): CredentialSource {
  return {
    ...source,
    async resolve(context) {
      const answer = await source.resolve(context);
      return answer.outcome === "credentials" ? { ...answer, region } : answer;
    },
  };
}

/** A profile that was selected, or half a key, must not give way to another identity. */
export function failWithoutMode(name: string): never {
  const message = `profile "${shown(name)}" has no mode, and no fields that show one. Complete it with \`aliyun configure --profile ${quote(shown(name))}\`.`;
  throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
}
