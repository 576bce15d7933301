/**
 * The role on top of a block's source, in the documented order and in that of the provider's code.
 *
 * @module
 */
import type { RoleOptions } from "@alicred/assume-role";
import { ConfigurationError, type Host, type ResolveContext } from "@alicred/core";
import { checkSetting, readVariable, type Setting, settingOf } from "@alicred/plugin-kit";
import { roleRules } from "@alicred/sts";
import { type BlockScope, note, pick, type StsOfBlock, stsOf } from "./block-scope.ts";
import type { AssumeRoleSettings } from "./provider-block.ts";
import type { ProfileSettings } from "./provider-plan.ts";
import { ASSUME_ROLE_VARIABLES } from "./variables.ts";

/** The name that Terraform's provider gives to a session that nobody named. */
export const DEFAULT_SESSION_NAME = "terraform";

/** A role to assume, and the STS to ask. */
export interface Role extends RoleOptions {
  readonly sts: StsOfBlock;
}

/** The settings that name a role and its session. */
interface RoleParts {
  readonly role_arn: Setting;
  readonly session_name: Setting | undefined;
  readonly session_expiration: Setting | undefined;
}

/**
 * The role of the block `assume_role`, completed by variables; `undefined` when `role_arn` is the empty text.
 *
 * @throws {ConfigurationError} `INCOMPLETE_CONFIGURATION` without a role, `INVALID_CONFIGURATION` for an invalid
 *   part.
 */
export async function roleOf(
  context: ResolveContext,
  block: AssumeRoleSettings,
  scope: BlockScope,
): Promise<Role | undefined> {
  const { host } = context;
  const roleArn = roleArnOf(host, block);
  if (roleArn === undefined) {
    context.warn("No role is assumed: argument assume_role.role_arn is empty.");
    return undefined;
  }
  const parts = {
    role_arn: roleArn,
    session_name: sessionNameOf(host, block),
    session_expiration: sessionExpiration(host, block),
  };
  checkRole(context, parts, block);
  return {
    roleArn: roleArn.value,
    roleSessionName: parts.session_name?.value ?? DEFAULT_SESSION_NAME,
    durationSeconds: parts.session_expiration && Number(parts.session_expiration.value),
    policy: block.policy,
    externalId: block.external_id,
    sts: await stsOf(context, scope),
  };
}

/**
 * The role that the block or else a variable names; `undefined` for the empty text.
 *
 * @throws {ConfigurationError} `INCOMPLETE_CONFIGURATION` when nothing names one: Terraform refuses such a block.
 */
export function roleArnOf(host: Host, { role_arn }: AssumeRoleSettings): Setting | undefined {
  const variables = ASSUME_ROLE_VARIABLES.role_arn;
  const roleArn = pick(host, role_arn, "assume_role.role_arn", variables);
  if (roleArn !== undefined || role_arn === "") return roleArn;
  const message = `argument assume_role.role_arn or environment variable ${variables.join(" or ")} is missing. Set it, or drop the block.`;
  throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
}

function sessionNameOf(host: Host, { session_name }: AssumeRoleSettings): Setting | undefined {
  return pick(host, session_name, "assume_role.session_name", ASSUME_ROLE_VARIABLES.session_name);
}

/** The seconds of the block, else those of a variable, in which 0 is "not set". */
function sessionExpiration(
  host: Host,
  { session_expiration: seconds }: AssumeRoleSettings,
): Setting | undefined {
  const from = "argument assume_role.session_expiration";
  const setting = settingOf(host, seconds?.toString(), from, ASSUME_ROLE_VARIABLES.session_expiration);
  return setting && Number(setting.value) === 0 ? undefined : setting;
}

/**
 * Checks the parts here, where it is known what named them, and notes them in the trace.
 *
 * @throws {ConfigurationError} `INVALID_CONFIGURATION`
 */
function checkRole(context: ResolveContext, parts: RoleParts, { policy }: AssumeRoleSettings): void {
  const { durationSeconds } = roleRules;
  checkSetting(parts.role_arn, roleRules.roleArn);
  checkSetting(parts.session_name, roleRules.roleSessionName);
  checkSetting(parts.session_expiration, {
    ...durationSeconds,
    accepts: (value) => durationSeconds.accepts(Number(value)),
  });
  checkSetting(
    settingOf(context.host, policy || undefined, "argument assume_role.policy", []),
    roleRules.policy,
  );
  note(
    context,
    Object.fromEntries(Object.entries(parts).map(([part, from]) => [`assume_role.${part}`, from])),
  );
}

/**
 * The role that the provider's code assumes on top of whatever it found: the profile's, when its mode is `RamRoleArn`,
 * and over it the block `assume_role`, field by field. `undefined` when neither names one.
 *
 * @param named the role that the block or a variable names
 * @throws {ConfigurationError} `INVALID_CONFIGURATION` for a part outside the limits of AssumeRole.
 */
export async function providerRole(
  context: ResolveContext,
  scope: BlockScope,
  profile: ProfileSettings,
  named: Setting | undefined,
): Promise<Role | undefined> {
  const { host } = context;
  const { assume_role: block } = scope.settings;
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
    sts: await stsOf(context, scope),
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
  context.warn(`${variable.from} is not a whole number, and ignored, as by Terraform's provider.`);
  return profile.session_expiration;
}
