import type { CredentialSource, ProfileFields, ProfileMode } from "@alicred/core";
import { configError } from "./config-error.ts";
import { type ConfigFile, findProfile } from "./config-file.ts";
import { presentFields } from "./profile-fields.ts";
import type { FilePlace, WriteBack } from "./write-back.ts";

/** The modes of the aliyun CLI and the SDKs, by the package that provides them. */
const PROVIDED: Readonly<Record<string, readonly string[]>> = {
  static: ["AK", "StsToken"],
  "assume-role": ["RamRoleArn", "ChainableRamRoleArn", "RamRoleArnWithRoleName"],
  "ecs-ram-role": ["EcsRamRole"],
  oidc: ["OIDC"],
  "credentials-uri": ["CredentialsURI"],
  "cloud-sso": ["CloudSSO"],
  oauth: ["OAuth"],
  external: ["External"],
  "bearer-token": ["BearerToken", "Anonymous"],
  "rsa-key-pair": ["RsaKeyPair"],
};

/** Everything that turning a profile into a source needs. */
export interface Book extends FilePlace {
  readonly config: ConfigFile;
  readonly modes: readonly ProfileMode[];
  readonly writeBack: WriteBack;
}

/**
 * The source of a profile, by its mode. Modes compare without regard to case.
 *
 * @param leadingHere the profiles that led to this one
 * @param given fields in place of the profile's own. What the mode changes of these is kept nowhere: they come anew
 *   each time.
 * @throws {ConfigurationError} `PROFILE_NOT_FOUND`, `PROFILE_CYCLE`, `UNKNOWN_PROFILE_MODE`, or what the mode complains of.
 */
export function profileSource(
  book: Book,
  name: string,
  leadingHere: readonly string[] = [],
  given?: ProfileFields,
): CredentialSource {
  const { config, file, writeBack } = book;
  const step = given ? `${name} (other fields)` : name;
  const trail = [...leadingHere, step];
  if (leadingHere.includes(step)) {
    const message = `${file}: the profiles lead in a circle: ${trail.join(" -> ")}. Change a source_profile.`;
    throw configError("PROFILE_CYCLE", message);
  }
  const fields = given ? presentFields(given) : writeBack.fieldsOf(findProfile(config, name, file));
  return modeOf(book, name, fields).source({
    name,
    fields,
    sourceOf: (other) => profileSource(book, other, trail),
    sourceOfFields: (more) => profileSource(book, name, trail, more),
    update: async (context, change) =>
      given ? { ...fields, ...(await change(fields)) } : writeBack.update(context, book, name, change),
  });
}

function modeOf({ file, modes }: Book, name: string, { mode }: ProfileFields): ProfileMode {
  const wanted = typeof mode === "string" ? mode.toLowerCase() : "";
  const isWanted = (each: string): boolean => each.toLowerCase() === wanted;
  const registered = modes.find((each) => isWanted(each.mode));
  if (registered !== undefined) return registered;
  const [provider] = Object.entries(PROVIDED).find(([, provided]) => provided.some(isWanted)) ?? [];
  // What is no known mode is not quoted.
  const found = provider === undefined ? "no known mode" : `a mode of the package @alicred/${provider}`;
  throw configError(
    "UNKNOWN_PROFILE_MODE",
    `${file}: profile "${name}" has ${found}. Registered in \`modes\`: ${modes.map((each) => each.mode).join(", ")}.`,
  );
}
