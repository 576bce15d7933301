import { ConfigurationError, type CredentialSource } from "@alicred/core";
import type { ProfileFields, ProfileMode } from "@alicred/plugin-kit";
import { shown } from "@alicred/plugin-kit";
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

// Shorter than a secret that was pasted in its place.
const MODE_NAME = /^[a-z][a-z0-9]{0,22}$/i;

/** Everything that turning a profile into a source needs. */
export interface ProfileScope extends FilePlace {
  readonly config: ConfigFile;
  readonly modes: readonly ProfileMode[];
  /** The modes of the profile that was selected, which may differ from those of the profiles that it leads to. */
  readonly selectedModes: readonly ProfileMode[];
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
  const modes = leadingHere.length === 0 ? scope.selectedModes : scope.modes;
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
  const wanted = typeof mode === "string" ? mode.toLowerCase() : "";
  const isWanted = (each: string): boolean => each.toLowerCase() === wanted;
  const registered = modes.find((each) => isWanted(each.mode));
  if (registered !== undefined) return registered;
  const [known, provider] = Object.entries(PROVIDERS).find(([each]) => isWanted(each)) ?? [];
  const list = modes
    .map((each) => each.mode)
    .filter(Boolean)
    .join(", ");
  // The output of a program is never quoted.
  let problem = `has a mode that no plugin here provides. Set it to one of: ${list}`;
  if (mode === undefined) problem = `has no mode. Set it to one of: ${list}`;
  else if (provider !== undefined)
    problem = `has the mode ${known} of the package @alicred/${provider}. Add its plugin to \`modes\`, which has: ${list}`;
  else if (isOfFile && typeof mode === "string" && MODE_NAME.test(mode))
    problem = `has the mode ${mode}, which no plugin here provides. Add the plugin that provides it to \`modes\`, which has: ${list}`;
  throw new ConfigurationError(
    "UNKNOWN_PROFILE_MODE",
    `${shown(file)}: profile "${shown(name)}" ${problem}.`,
  );
}
