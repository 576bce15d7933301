import { ConfigurationError, type CredentialSource } from "@alicred/core";
import type { Profile, ProfileFields, ProfileMode } from "@alicred/plugin-kit";
import { type RoleOperation, type RoleOptionRow, roleOptionsOf } from "@alicred/sts";
import type { Section } from "./ini-file.ts";

/** A `type` of the INI file, in the words of `config.json`. */
interface SectionType {
  readonly mode: string;
  /** The keys, and the field that each becomes. */
  readonly fields: Readonly<Record<string, string>>;
  /** Keys that must be set. */
  readonly required: readonly string[];
}

const KEY = { access_key_id: "access_key_id", access_key_secret: "access_key_secret" } as const;

/** The options of a role, each by its key in this file. */
function roleKeys(operation: RoleOperation): readonly (RoleOptionRow & { readonly key: string })[] {
  return roleOptionsOf(operation).map(([, row]) => ({ ...row, key: row.ini ?? row.field }));
}

/** A type whose mode assumes a role: its own keys, and those of the role's options. */
function roleType(
  mode: string,
  operation: RoleOperation,
  { fields, required }: Pick<SectionType, "fields" | "required">,
): SectionType {
  const keys = roleKeys(operation);
  return {
    mode,
    fields: { ...fields, ...Object.fromEntries(keys.map(({ key, field }) => [key, field])) },
    required: [...required, ...keys.flatMap(({ key, required }) => (required ? [key] : []))],
  };
}

/** https://www.alibabacloud.com/help/en/sdk/developer-reference/v2-manage-node-js-access-credentials and its siblings. */
const SECTION_TYPES: Readonly<Record<string, SectionType>> = {
  access_key: {
    mode: "AK",
    fields: KEY,
    required: ["access_key_id", "access_key_secret"],
  },
  sts: {
    mode: "StsToken",
    fields: { ...KEY, security_token: "sts_token" },
    required: ["access_key_id", "access_key_secret", "security_token"],
  },
  ecs_ram_role: {
    mode: "EcsRamRole",
    fields: { role_name: "ram_role_name" },
    required: [],
  },
  ram_role_arn: roleType("RamRoleArn", "AssumeRole", {
    fields: { ...KEY, security_token: "sts_token" },
    required: ["access_key_id", "access_key_secret"],
  }),
  oidc_role_arn: roleType("OIDC", "AssumeRoleWithOIDC", {
    fields: { oidc_token_file_path: "oidc_token_file" },
    required: ["oidc_token_file_path"],
  }),
  rsa_key_pair: {
    mode: "RsaKeyPair",
    fields: {
      public_key_id: "key_pair_name",
      private_key_file: "private_key_file",
      session_expiration: "expired_seconds",
    },
    required: ["public_key_id", "private_key_file"],
  },
  bearer: {
    mode: "BearerToken",
    fields: { bearer_token: "bearer_token" },
    required: ["bearer_token"],
  },
};

/** Keys whose values are numbers in `config.json`. */
const NUMBERS: ReadonlySet<string> = new Set([
  "session_expiration",
  ...roleKeys("AssumeRole").flatMap(({ key, type }) => (type === "number" ? [key] : [])),
]);

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
      // Anything else than a number is refused by the mode, which names the field.
      const isNumber = NUMBERS.has(key) && /^\d+$/.test(value ?? "");
      return value === undefined ? [] : [[field, isNumber ? Number(value) : value]];
    }),
  );
  return modeSource({ name, place, modes }, { ...fields, mode: type.mode });
}

interface SectionScope {
  readonly name: string;
  readonly place: string;
  readonly modes: readonly ProfileMode[];
  /** Whether these fields already stand in for the section's own. */
  readonly replaced?: boolean;
}

function modeSource(scope: SectionScope, fields: ProfileFields): CredentialSource {
  const { name, place, modes, replaced = false } = scope;
  const wanted = String(fields["mode"] ?? "").toLowerCase();
  const mode = modes.find((each) => each.mode.toLowerCase() === wanted);
  if (mode === undefined) {
    const list = modes.map((each) => each.mode).join(", ");
    // The output of a program is never quoted.
    const missing = replaced ? "leads to a mode" : `needs the mode ${fields["mode"]},`;
    const message = `${place} ${missing} ${replaced ? "that" : "which"} no plugin here provides. Load its plugin (--plugin); the modes here are: ${list}.`;
    throw new ConfigurationError("UNKNOWN_PROFILE_MODE", message);
  }
  const profile: Profile = {
    name,
    fields,
    sourceOf() {
      throw new ConfigurationError(
        "PROFILE_NOT_FOUND",
        `${place} refers to another profile, which INI files do not support.`,
      );
    },
    sourceOfFields(more) {
      if (replaced)
        throw new ConfigurationError(
          "PROFILE_CYCLE",
          `${place} leads to other fields twice in a row, which may never end.`,
        );
      return modeSource({ name, place, modes, replaced: true }, more);
    },
    // No type of this file has anything to save.
    update: async (_context, change) => ({ ...fields, ...(await change(fields)) }),
  };
  return mode.source(profile);
}

function typeOf({ type }: Section, place: string): SectionType {
  const known = Object.keys(SECTION_TYPES).join(", ");
  if (type === undefined)
    throw new ConfigurationError(
      "INCOMPLETE_CONFIGURATION",
      `${place} has no type. Set its key type to one of: ${known}.`,
    );
  const found = Object.hasOwn(SECTION_TYPES, type.toLowerCase())
    ? SECTION_TYPES[type.toLowerCase()]
    : undefined;
  if (found !== undefined) return found;
  throw new ConfigurationError(
    "UNKNOWN_PROFILE_MODE",
    `${place} has an unknown type. Set its key type to one of: ${known}.`,
  );
}
