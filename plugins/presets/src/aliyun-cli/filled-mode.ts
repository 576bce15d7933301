import {
  ConfigurationError,
  type CredentialSource,
  type Profile,
  type ProfileFields,
  type ProfileMode,
} from "@alicred/core";
import { quote } from "@alicred/plugin-kit";
import { asStep, derivedSource } from "../derived-source.ts";
import { recogniseMode } from "./recognise-mode.ts";
import { fillFromVariables } from "./variables.ts";

const NAME = "filled-profile";

/** The modes as the aliyun CLI has them: empty fields are filled from the environment, and a mode may be left out. */
export function filledModes(modes: readonly ProfileMode[]): readonly ProfileMode[] {
  return ["", ...modes.map(({ mode }) => mode)].map((mode) => ({
    mode,
    source: (profile) => filledProfile(profile, modes, () => failWithoutMode(profile.name)),
  }));
}

/**
 * The source of a profile, after the environment has filled its empty fields.
 *
 * @param withoutMode what it is when it has no mode, and no fields that show one
 */
export function filledProfile(
  profile: Profile,
  modes: readonly ProfileMode[],
  withoutMode: (fields: ProfileFields) => CredentialSource,
): CredentialSource {
  return derivedSource(
    NAME,
    (context) => {
      const { fields, from } = fillFromVariables(context.host, profile.fields);
      for (const [field, variable] of from) context.supplied(field, variable);
      return { ...fields, mode: fields["mode"] ?? recogniseMode(fields) };
    },
    (fields) => {
      if (fields.mode === undefined) return withoutMode(fields);
      const wanted = String(fields.mode).toLowerCase();
      const mode = modes.find((each) => each.mode.toLowerCase() === wanted);
      if (mode !== undefined) return asStep(NAME, mode.source({ ...profile, fields }));
      const message = `profile "${profile.name}" has the fields of mode ${fields.mode}, which is not registered. Add it to \`modes\`.`;
      throw new ConfigurationError("UNKNOWN_PROFILE_MODE", message);
    },
  );
}

/** A profile that was selected, or half a key, must not give way to another identity. */
export function failWithoutMode(name: string): never {
  const message = `profile "${name}" has no mode, and no fields that show one. Complete it with \`aliyun configure --profile ${quote(name)}\`.`;
  throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
}
