// A second implementation of the official SDKs' default chain, as plain as possible. Two rules are alicred's: the chain
// ends at a source that is configured and fails, even if a file only refers to something that does not exist, and at a
// profile that was asked for and is in neither file.
import { IDENTITY_OF_PROFILE, type PresentMode } from "./profiles.ts";
import { EMPTY_CONFIGS, type SdkCase } from "./sdk-case.ts";

export function sdkModel(it: SdkCase): string {
  const { id, secret, token } = it.A;
  if (id || secret) return id && secret ? (token ? "KA/SA/TA" : "KA/SA") : "failed";
  if (it.roleArn && it.oidcProvider && it.oidcTokenFile) return "oidc:erole@alicred(ftok)";
  return ofProfiles(it) ?? ofInstance(it) ?? (it.uri ? "uri:auri" : "none");
}

function ofProfiles({
  asked,
  config,
  current,
  configGone,
  configOff,
  ini,
  instance,
  ecsOff,
}: SdkCase): string | undefined {
  if (!configOff && configGone) return "failed";
  // A file with nothing in it, or of another user, is like none, unless a profile was asked for by name.
  const isEmpty = config === "none" || config in EMPTY_CONFIGS;
  if (!configOff && config === "denied" && asked !== "none") return "failed";
  const chosen = asked === "none" ? current : asked;
  if (!configOff && !isEmpty && chosen === "p") {
    if (config === "a chain to nowhere") return "failed";
    return config === "EcsRamRole" && (!instance || ecsOff)
      ? "failed"
      : IDENTITY_OF_PROFILE[config as PresentMode];
  }
  if (!configOff && !isEmpty && asked === "none" && current === "absent") return "failed";
  const section = asked === "none" ? "default" : asked;
  if (section === ini) return `K${ini}/S${ini}`;
  // With the first file switched off, and no second one, nobody looked for the profile.
  const wasLookedFor = !configOff || ini === "default" || ini === "s";
  return asked !== "none" && wasLookedFor ? "failed" : undefined;
}

function ofInstance({ instance, ecsRole, ecsOff }: SdkCase): string | undefined {
  if (ecsOff) return undefined;
  if (ecsRole) return instance ? "ecs:Aecs" : "failed";
  return instance ? "ecs:irole" : undefined;
}
