/**
 * Profiles as the aliyun CLI completes them: by flags, by the environment, and by recognising their mode.
 *
 * @module
 */

import { ConfigurationError, type CredentialSource, type Host, type ResolveContext } from "@alicred/core";
import type { Profile, ProfileFields, ProfileMode } from "@alicred/plugin-kit";
import {
  memoizedSource,
  namedStep,
  parseEndpoint,
  quote,
  readVariable,
  shown,
  textOf,
} from "@alicred/plugin-kit";
import { fromOrigins, STS_VARIABLES, withVariables } from "../arrange.ts";
import { type Filled, fillByMode, fillFromVariables, override } from "./variables.ts";

const NAME = "filled-profile";

/** The modes of the selected profile: flags and environment fill its empty fields, and a mode may be left out. */
export function filledModes(modes: readonly ProfileMode[], overrides: ProfileFields): readonly ProfileMode[] {
  return ["", ...modes.map(({ mode }) => mode)].map((mode) => ({
    mode,
    source: (profile) => filledProfile(profile, modes, overrides, () => failWithoutMode(profile.name)),
  }));
}

/** The modes of profiles that the selected one leads to: the SDK below the CLI fills only a few of their fields. */
export function sourceModes(modes: readonly ProfileMode[]): readonly ProfileMode[] {
  return modes.map(({ mode, source }) => ({
    mode,
    source: (profile) =>
      memoizedSource(
        NAME,
        (context) => {
          const { fields, from } = fillByMode(context.host, profile.fields);
          note(context, from);
          return { fields: stsFields(fields), from };
        },
        ({ fields, from }) =>
          namedStep(NAME, withoutStsVariables(fromOrigins(source({ ...profile, fields }), profile, from))),
      ),
  }));
}

/**
 * The source of the selected profile, after flags and environment have filled its empty fields. Its answer has the
 * region of the profile.
 *
 * @param withoutMode makes the source of a profile that has no mode, and no fields that show one
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
      const { host } = context;
      const given = override(profile.fields, overrides);
      const filled = fillFromVariables(host, given.fields);
      const fields = { ...filled.fields, mode: modeOf(host, filled.fields, modes) };
      if (fields.mode !== undefined) warnOfRefusals(context, profile.name, fields);
      const complete = fillByMode(host, fields);
      const from = [given, filled, complete].flatMap((each) => each.from);
      note(context, from);
      return { fields: stsFields(complete.fields), from };
    },
    ({ fields, from }) => {
      const { mode, region_id: region } = fields;
      if (mode === undefined) return withoutMode(fields);
      const wanted = textOf(mode).toLowerCase();
      const found = modes.find((each) => each.mode.toLowerCase() === wanted);
      if (found === undefined) {
        const message = `profile "${shown(profile.name)}" has the mode ${shown(textOf(mode))}, which no plugin here provides. Load its plugin (--plugin).`;
        throw new ConfigurationError("UNKNOWN_PROFILE_MODE", message);
      }
      const source = fromOrigins(found.source({ ...profile, fields }), profile, from);
      const step = withoutStsVariables(namedStep(NAME, source));
      return typeof region === "string" ? inRegion(region, step) : step;
    },
  );
}

/** The mode of a profile: its own, else `Anonymous` by a variable, else the one that its fields show. */
function modeOf(host: Host, fields: ProfileFields, modes: readonly ProfileMode[]): unknown {
  const isAnonymous = readVariable(host, ["ALIBABA_CLOUD_PROFILE_MODE"])?.value.toLowerCase() === "anonymous";
  return fields["mode"] ?? (isAnonymous ? "Anonymous" : recogniseMode(fields, modes));
}

/**
 * The mode of a profile that names none, as the aliyun CLI recognises it: the first one whose fields the profile has,
 * unless another one that it has the fields of needs these and more, as `StsToken` does those of `AK`.
 */
function recogniseMode(fields: ProfileFields, modes: readonly ProfileMode[]): string | undefined {
  const candidates = modes.flatMap(({ mode, fields: own = [] }) =>
    own.length > 0 && own.every((field) => Boolean(fields[field])) ? [{ mode, own }] : [],
  );
  return candidates.find(
    ({ own }) =>
      !candidates.some(
        (each) => each.own.length > own.length && own.every((field) => each.own.includes(field)),
      ),
  )?.mode;
}

/**
 * The fields with the address of STS as the CLI reads it: blanks, the scheme and a slash at the end of `sts_endpoint`
 * are dropped, because the CLI always uses HTTPS. `http://` stays for a loopback host, such as a simulator. `enable_vpc` is
 * unknown to the CLI.
 */
function stsFields({ enable_vpc: _, ...fields }: ProfileFields): ProfileFields {
  const { sts_endpoint: endpoint } = fields;
  if (typeof endpoint !== "string") return fields;
  const address = endpoint.trim();
  const isUsable = parseEndpoint(address) !== undefined;
  const host = address.replace(/^https?:\/\//i, "").replace(/\/$/, "");
  return { ...fields, sts_endpoint: (isUsable ? address : host) || undefined };
}

/** The source without the SDKs' variables for the address of STS: the CLI names that address itself. */
function withoutStsVariables(source: CredentialSource): CredentialSource {
  return withVariables(
    source,
    ({ env }) => env && ((name) => (STS_VARIABLES.includes(name) ? undefined : env(name))),
  );
}

const NAMES_ITS_SESSION = ["ramrolearn", "chainableramrolearn", "oidc"];

/**
 * Warns of missing fields that alicred can do without and the aliyun CLI refuses: the CLI then has no identity.
 *
 * @param fields the profile, as the CLI has filled it
 */
function warnOfRefusals(context: ResolveContext, name: string, fields: ProfileFields): void {
  const { mode, region_id: region, ram_session_name: sessionName } = fields;
  const refuses = (why: string): void =>
    context.warn(`the aliyun CLI refuses profile "${shown(name)}": ${why}`);
  if (!region) refuses("it has no region_id. Set it, or the variable ALIBABA_CLOUD_REGION_ID.");
  else if (!/^[a-z0-9-]*$/i.test(textOf(region)))
    refuses("its region_id is not a region id, such as cn-hangzhou. Correct it.");
  if (!sessionName && NAMES_ITS_SESSION.includes(textOf(mode).toLowerCase()))
    refuses("it has no ram_session_name, which its mode needs. Set it.");
}

function note(context: ResolveContext, from: Filled["from"]): void {
  for (const [field, place] of from) context.supplied(field, place);
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

/**
 * Fails for a profile that was selected, or half a key, which must not give way to another identity.
 *
 * @throws {ConfigurationError} `INCOMPLETE_CONFIGURATION`.
 */
export function failWithoutMode(name: string): never {
  const message = `profile "${shown(name)}" has no mode, and no fields that show one. Complete it: alicred profiles set ${quote(shown(name))} mode=MODE`;
  throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
}
