import { ConfigurationError, type CredentialSource } from "@alicred/core";
import type { Profile, ProfileFields, ProfileMode } from "@alicred/plugin-kit";
import type { Section } from "./ini-file.ts";
import { SECTION_TYPES, type SectionType } from "./section-types.ts";

/** Keys whose values are numbers in `config.json`. */
const NUMBERS: ReadonlySet<string> = new Set(["role_session_expiration", "session_expiration"]);

/**
 * The source of a section, by its type. Types compare without regard to case.
 *
 * @param place names the section in messages: `section default of ~/.alibabacloud/credentials`
 * @throws {ConfigurationError} `INCOMPLETE_CONFIGURATION`, `UNKNOWN_PROFILE_MODE`, or what the mode complains of.
 */
export function sectionSource(
  name: string,
  section: Section,
  place: string,
  modes: readonly ProfileMode[],
): CredentialSource {
  const type = typeOf(section, place);
  for (const key of type.required) {
    if (section[key] === undefined)
      throw new ConfigurationError(
        "INCOMPLETE_CONFIGURATION",
        `${place} has no ${key}, which its type needs. Add it.`,
      );
  }
  const fields = Object.fromEntries(
    Object.entries(type.fields).flatMap(([key, field]) => {
      const value = section[key];
      // What is no number is for the mode to refuse, by name.
      const isNumber = NUMBERS.has(key) && /^\d+$/.test(value ?? "");
      return value === undefined ? [] : [[field, isNumber ? Number(value) : value]];
    }),
  );
  return modeSource({ name, place, modes, provider: type.provider }, { ...fields, mode: type.mode });
}

interface SectionScope {
  readonly name: string;
  readonly place: string;
  readonly modes: readonly ProfileMode[];
  /** The package to name when the mode is not registered. */
  readonly provider?: string;
  /** Whether these fields already stand in for the section's own. */
  readonly replaced?: boolean;
}

function modeSource(scope: SectionScope, fields: ProfileFields): CredentialSource {
  const { name, place, modes, provider, replaced = false } = scope;
  const wanted = String(fields["mode"] ?? "").toLowerCase();
  const mode = modes.find((each) => each.mode.toLowerCase() === wanted);
  if (mode === undefined) {
    const remedy =
      provider === undefined
        ? `leads to a mode that is not registered. Registered here: ${modes.map((each) => each.mode).join(", ")}.`
        : `needs a mode that the package @alicred/${provider} provides. Add its profile modes to \`modes\`.`;
    throw new ConfigurationError("UNKNOWN_PROFILE_MODE", `${place} ${remedy}`);
  }
  const profile: Profile = {
    name,
    fields,
    sourceOf() {
      throw new ConfigurationError(
        "PROFILE_NOT_FOUND",
        `${place} leads to another profile, which this file cannot hold.`,
      );
    },
    sourceOfFields(more) {
      if (replaced)
        throw new ConfigurationError(
          "PROFILE_CYCLE",
          `${place} leads from other fields to other fields again.`,
        );
      return modeSource({ name, place, modes, replaced: true }, more);
    },
    // No type of this file has anything to keep.
    update: async (_context, change) => ({ ...fields, ...(await change(fields)) }),
  };
  return mode.source(profile);
}

function typeOf({ type }: Section, place: string): SectionType {
  const known = Object.keys(SECTION_TYPES).join(", ");
  if (type === undefined)
    throw new ConfigurationError(
      "INCOMPLETE_CONFIGURATION",
      `${place} has no type. Give it one of: ${known}.`,
    );
  const found = Object.hasOwn(SECTION_TYPES, type.toLowerCase())
    ? SECTION_TYPES[type.toLowerCase()]
    : undefined;
  if (found !== undefined) return found;
  throw new ConfigurationError(
    "UNKNOWN_PROFILE_MODE",
    `${place} has a type that is not known. Give it one of: ${known}.`,
  );
}
