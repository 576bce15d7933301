import {
  ConfigurationError,
  type CredentialSource,
  type Profile,
  type ProfileFields,
  type ProfileMode,
} from "@alicred/core";
import { type ConfigFile, findProfile } from "./config-file.ts";
import { presentFields } from "./profile-fields.ts";
import type { Place, WriteBack } from "./write-back.ts";

/** The package that provides each mode of the aliyun CLI and the SDKs. */
const PROVIDERS: Readonly<Record<string, string>> = {
  AK: "static",
  StsToken: "static",
  RamRoleArn: "assume-role",
  ChainableRamRoleArn: "assume-role",
  EcsRamRole: "ecs-ram-role",
  RamRoleArnWithRoleName: "assume-role",
  OIDC: "oidc",
  CredentialsURI: "credentials-uri",
  CloudSSO: "cloud-sso",
  OAuth: "oauth",
  External: "external",
  BearerToken: "bearer-token",
  RsaKeyPair: "rsa-key-pair",
  Anonymous: "bearer-token",
};

/** Everything that turning a profile into a source needs. */
export interface Book {
  readonly config: ConfigFile;
  readonly path: string;
  /** How messages name the file. */
  readonly file: string;
  readonly modes: readonly ProfileMode[];
  readonly writeBack: WriteBack;
}

/**
 * The source of a profile, by its mode. Modes compare without regard to case.
 *
 * @throws {ConfigurationError} `PROFILE_NOT_FOUND`, `PROFILE_CYCLE`, `UNKNOWN_PROFILE_MODE`, or what the mode complains of.
 */
export function profileSource(
  book: Book,
  name: string,
  leadingHere: readonly string[] = [],
): CredentialSource {
  const { config, path, file, writeBack } = book;
  const trail = [...leadingHere, name];
  if (leadingHere.includes(name)) throw cycle(file, trail);
  const place: Place = { path, file, name };
  const raw = findProfile(config, name, file);
  const profile: Profile = {
    name,
    fields: writeBack.overlay(place, presentFields(raw)),
    sourceOf: (other) => profileSource(book, other, trail),
    sourceOfFields: (fields) => fieldsSource(book, name, fields, trail),
    update: (context, change) => writeBack.update(context, place, change),
  };
  return modeOf(book, name, raw.mode).source(profile);
}

/** The source of a profile's name with other fields. What it changes is kept nowhere: its fields come anew each time. */
function fieldsSource(
  book: Book,
  name: string,
  fields: ProfileFields,
  leadingHere: readonly string[],
): CredentialSource {
  const { mode } = fields;
  const step = `${name} (other fields)`;
  if (leadingHere.includes(step)) throw cycle(book.file, [...leadingHere, step]);
  const profile: Profile = {
    name,
    fields: presentFields(fields),
    sourceOf: (other) => profileSource(book, other, [...leadingHere, step]),
    sourceOfFields: (more) => fieldsSource(book, name, more, [...leadingHere, step]),
    update: async (_context, change) => presentFields({ ...fields, ...(await change(fields)) }),
  };
  return modeOf(book, name, typeof mode === "string" ? mode : undefined).source(profile);
}

function cycle(file: string, trail: readonly string[]): ConfigurationError {
  return new ConfigurationError(
    "PROFILE_CYCLE",
    `${file}: the profiles lead in a circle: ${trail.join(" -> ")}. Point the source_profile of one of them at a profile with keys of its own.`,
    { source: "shared-config" },
  );
}

function modeOf({ file, modes }: Book, name: string, mode = ""): ProfileMode {
  const wanted = mode.toLowerCase();
  const registered = modes.find((each) => each.mode.toLowerCase() === wanted);
  if (registered !== undefined) return registered;
  const known = Object.keys(PROVIDERS).find((each) => each.toLowerCase() === wanted);
  const remedy = known
    ? `has the mode ${known}, which the package @alicred/${PROVIDERS[known]} provides. Add its profile modes to \`modes\`.`
    : mode === ""
      ? "has no mode. Give it one, such as AK or RamRoleArn."
      : `has a mode that no package provides. Registered here: ${modes.map((each) => each.mode).join(", ")}.`;
  throw new ConfigurationError("UNKNOWN_PROFILE_MODE", `${file}: profile "${name}" ${remedy}`, {
    source: "shared-config",
  });
}
