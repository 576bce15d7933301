import { ConfigurationError, type CredentialSource, type Profile, type ProfileMode } from "@alicred/core";
import { type ConfigFile, findProfile, type RawProfile } from "./config-file.ts";

/** The package that provides each mode of the aliyun CLI and the SDKs. */
const PROVIDERS: Readonly<Record<string, string>> = {
  AK: "static",
  StsToken: "static",
  RamRoleArn: "assume-role",
  ChainableRamRoleArn: "assume-role",
  EcsRamRole: "ecs-ram-role",
  RamRoleArnWithRoleName: "ecs-ram-role",
  OIDC: "oidc",
  CredentialsURI: "credentials-uri",
  CloudSSO: "cloud-sso",
  OAuth: "oauth",
  External: "external",
  BearerToken: "bearer-token",
  RsaKeyPair: "rsa-key-pair",
  Anonymous: "bearer-token",
};

/**
 * The source of a profile, by its mode. Modes compare without regard to case.
 *
 * @throws {ConfigurationError} `PROFILE_NOT_FOUND`, `PROFILE_CYCLE`, `UNKNOWN_PROFILE_MODE`, or what the mode complains of.
 */
export function profileSource(
  file: ConfigFile,
  path: string,
  modes: readonly ProfileMode[],
  name: string,
  leadingHere: readonly string[] = [],
): CredentialSource {
  const trail = [...leadingHere, name];
  if (leadingHere.includes(name)) {
    throw new ConfigurationError(
      "PROFILE_CYCLE",
      `${path}: the profiles lead in a circle: ${trail.join(" -> ")}. Point the source_profile of one of them at a profile with keys of its own.`,
      { source: "shared-config" },
    );
  }
  const raw = findProfile(file, name, path);
  const profile: Profile = {
    name,
    fields: presentFields(raw),
    sourceOf: (other) => profileSource(file, path, modes, other, trail),
  };
  return modeOf(raw, path, modes).source(profile);
}

function modeOf({ name, mode = "" }: RawProfile, path: string, modes: readonly ProfileMode[]): ProfileMode {
  const wanted = mode.toLowerCase();
  const registered = modes.find((each) => each.mode.toLowerCase() === wanted);
  if (registered !== undefined) return registered;
  const known = Object.keys(PROVIDERS).find((each) => each.toLowerCase() === wanted);
  const remedy = known
    ? `has the mode ${known}, which the package @alicred/${PROVIDERS[known]} provides. Add its profile modes to \`modes\`.`
    : mode === ""
      ? "has no mode. Give it one, such as AK or RamRoleArn."
      : `has a mode that no package provides. Registered here: ${modes.map((each) => each.mode).join(", ")}.`;
  throw new ConfigurationError("UNKNOWN_PROFILE_MODE", `${path}: profile "${name}" ${remedy}`, {
    source: "shared-config",
  });
}

// The official clients write every field that they know, empty ones included.
function presentFields(raw: RawProfile): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== "" && value !== null));
}
