import type { Host, ResolveContext } from "@alicred/core";
import { readVariable, type Setting } from "@alicred/plugin-kit";
import type { AssumeRoleSettings, ProviderSettings } from "./provider-block.ts";
import type { ProfileSettings } from "./provider-plan.ts";
import { checkRole, DEFAULT_SESSION_NAME, type Role, sessionNameOf } from "./role.ts";
import type { SharedFile } from "./shared-file.ts";
import { stsOf } from "./sts-of-block.ts";
import { ASSUME_ROLE_VARIABLES } from "./variables.ts";

/**
 * The role that the provider's code assumes on top of whatever it found: the profile's, when its mode is `RamRoleArn`,
 * and over it the block `assume_role`, field by field. `undefined` when neither names one.
 *
 * @param named what the block or a variable names as its role
 * @throws {ConfigurationError} `INVALID_CONFIGURATION` for a part outside the limits of AssumeRole.
 */
export async function providerRole(
  context: ResolveContext,
  settings: ProviderSettings,
  profile: ProfileSettings,
  file: SharedFile,
  named: Setting | undefined,
): Promise<Role | undefined> {
  const { host } = context;
  const { assume_role: block } = settings;
  const roleArn = named ?? profile.role_arn;
  if (roleArn === undefined) {
    if (block) context.warn("No role is assumed: argument assume_role.role_arn is empty.");
    return undefined;
  }
  const parts = {
    role_arn: roleArn,
    // Without the block the SDK names the session, and only then by its own variable.
    session_name:
      (block && sessionNameOf(host, block)) ??
      profile.session_name ??
      (block ? undefined : readVariable(host, ["ALIBABA_CLOUD_ROLE_SESSION_NAME"])),
    session_expiration: block ? expirationOf(context, host, block, profile) : profile.session_expiration,
  };
  checkRole(context, parts, block ?? {});
  for (const [part, setting] of Object.entries(parts)) {
    const isOfProfile = setting !== undefined && setting === profile[part as keyof typeof parts];
    if (isOfProfile && named !== undefined)
      context.warn(`${part} is mixed in: it is ${setting.from}, while role_arn is ${named.from}.`);
  }
  return {
    roleArn: roleArn.value,
    roleSessionName: parts.session_name?.value ?? (block && DEFAULT_SESSION_NAME),
    durationSeconds: parts.session_expiration && Number(parts.session_expiration.value),
    policy: block?.policy || undefined,
    externalId: block?.external_id || undefined,
    sts: await stsOf(context, settings, file),
  };
}

/** The seconds of the block, else of a variable, which 0 sets to the default, else of the profile. */
function expirationOf(
  context: ResolveContext,
  host: Host,
  block: AssumeRoleSettings,
  profile: ProfileSettings,
): Setting | undefined {
  if (block.session_expiration !== undefined)
    return { value: String(block.session_expiration), from: "argument assume_role.session_expiration" };
  const variable = readVariable(host, ASSUME_ROLE_VARIABLES.session_expiration);
  if (variable === undefined) return profile.session_expiration;
  if (/^[+-]?\d+$/.test(variable.value)) return Number(variable.value) === 0 ? undefined : variable;
  context.warn(`${variable.from} is no whole number, and ignored, as by Terraform's provider.`);
  return profile.session_expiration;
}
