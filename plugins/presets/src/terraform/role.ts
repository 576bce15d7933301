import type { RoleOptions } from "@alicred/assume-role";
import { ConfigurationError, type Host, type ResolveContext } from "@alicred/core";
import { checkSetting, type Setting, settingOf } from "@alicred/plugin-kit";
import { roleRules } from "@alicred/sts";
import { note } from "./notes.ts";
import { pick } from "./pick.ts";
import type { AssumeRoleSettings, ProviderSettings } from "./provider-block.ts";
import { type StsOfBlock, stsOf } from "./sts-of-block.ts";
import { ASSUME_ROLE_VARIABLES } from "./variables.ts";

/** What Terraform's provider calls a session that nobody named. */
export const DEFAULT_SESSION_NAME = "terraform";

/** A role to assume, and the STS to ask. */
export interface Role extends RoleOptions {
  readonly sts: StsOfBlock;
}

/** What names a role and its session. */
export interface RoleParts {
  readonly role_arn: Setting;
  readonly session_name: Setting | undefined;
  readonly session_expiration: Setting | undefined;
}

/**
 * The role of the block `assume_role`, completed by variables; `undefined` when `role_arn` is the empty text.
 *
 * @throws {ConfigurationError} `INCOMPLETE_CONFIGURATION` without a role, `INVALID_CONFIGURATION` for an unusable duration.
 */
export async function roleOf(
  context: ResolveContext,
  block: AssumeRoleSettings,
  settings: ProviderSettings,
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
    sts: await stsOf(context, settings),
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

export function sessionNameOf(host: Host, { session_name }: AssumeRoleSettings): Setting | undefined {
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
export function checkRole(context: ResolveContext, parts: RoleParts, { policy }: AssumeRoleSettings): void {
  const [isDuration, notDuration] = roleRules.durationSeconds;
  checkSetting(parts.role_arn, roleRules.roleArn);
  checkSetting(parts.session_name, roleRules.roleSessionName);
  checkSetting(parts.session_expiration, [(value) => isDuration(Number(value)), notDuration]);
  checkSetting(
    settingOf(context.host, policy || undefined, "argument assume_role.policy", []),
    roleRules.policy,
  );
  note(
    context,
    Object.fromEntries(Object.entries(parts).map(([part, from]) => [`assume_role.${part}`, from])),
  );
}
