import {
  ConfigurationError,
  type CredentialSource,
  type ProfileFields,
  type ProfileMode,
} from "@alicred/core";
import { type ConfigFile, checkDepth, findProfile } from "./config-file.ts";
import { presentFields } from "./profile-fields.ts";
import type { FilePlace, WriteBack } from "./write-back.ts";

/** The package that provides each mode of the aliyun CLI and the SDKs. */
const PROVIDERS: Readonly<Record<string, string>> = {
  AK: "static",
  StsToken: "static",
  RamRoleArn: "assume-role",
  ChainableRamRoleArn: "assume-role",
  RamRoleArnWithRoleName: "assume-role",
  EcsRamRole: "ecs-ram-role",
  OIDC: "oidc",
  CredentialsURI: "credentials-uri",
  CloudSSO: "cloud-sso",
  OAuth: "oauth",
  External: "external",
  BearerToken: "bearer-token",
  Anonymous: "anonymous",
  RsaKeyPair: "rsa-key-pair",
};

/** Everything that turning a profile into a source needs. */
export interface ProfileScope extends FilePlace {
  readonly config: ConfigFile;
  readonly modes: readonly ProfileMode[];
  readonly writeBack: WriteBack;
  /** Grows by every profile that goes into the source. */
  readonly names: Set<string>;
}

/**
 * The source of a profile, by its mode. Modes compare without regard to case.
 *
 * @param leadingHere the profiles that led to this one
 * @param given fields in place of the profile's own. What the mode changes of these is kept by this source alone: they
 *   come anew each time.
 * @throws {ConfigurationError} `PROFILE_NOT_FOUND`, `PROFILE_CYCLE`, `UNKNOWN_PROFILE_MODE`, or what the mode complains of.
 */
export function profileSource(
  scope: ProfileScope,
  name: string,
  leadingHere: readonly string[] = [],
  given?: ProfileFields,
): CredentialSource {
  const { config, file, writeBack, names } = scope;
  names.add(name);
  const step = given ? `${name} (other fields)` : name;
  const trail = [...leadingHere, step];
  if (leadingHere.includes(step)) {
    const message = `${file}: the profiles lead in a circle: ${trail.join(" -> ")}. Change a source_profile.`;
    throw new ConfigurationError("PROFILE_CYCLE", message);
  }
  if (given !== undefined) checkDepth(given, `what profile "${name}" leads to`);
  const own = presentFields(given ?? findProfile(config, name, file));
  const fields = { ...own, ...writeBack.kept[JSON.stringify(own)] };
  let latest: ProfileFields = fields;
  return modeOf(scope, name, fields).source({
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

function modeOf({ file, modes }: ProfileScope, name: string, { mode }: ProfileFields): ProfileMode {
  const wanted = typeof mode === "string" ? mode.toLowerCase() : "";
  const isWanted = (each: string): boolean => each.toLowerCase() === wanted;
  const registered = modes.find((each) => isWanted(each.mode));
  if (registered !== undefined) return registered;
  const [, provider] = Object.entries(PROVIDERS).find(([each]) => isWanted(each)) ?? [];
  // What is no known mode is not quoted.
  const found =
    provider === undefined
      ? `no known mode${mode === undefined ? ": the field is missing" : ""}. Set it to one of`
      : `a mode of the package @alicred/${provider}. Registered in \`modes\``;
  throw new ConfigurationError(
    "UNKNOWN_PROFILE_MODE",
    `${file}: profile "${name}" has ${found}: ${modes.map((each) => each.mode).join(", ")}.`,
  );
}
