import type { RoleOptions } from "@alicred/assume-role";
import { ConfigurationError, type Host, type ResolveContext } from "@alicred/core";
import { checkSetting, type Setting, settingOf } from "@alicred/plugin-kit";
import { endpointRules, roleRules, type StsOptions } from "@alicred/sts";
import { blockRegion } from "./block-region.ts";
import { note } from "./notes.ts";
import { pick } from "./pick.ts";
import type { AssumeRoleSettings, ProviderSettings } from "./settings.ts";
import { ASSUME_ROLE_VARIABLES } from "./variables.ts";

/** What Terraform's provider calls a session that nobody named. */
export const DEFAULT_SESSION_NAME = "terraform";

/** A role to assume, and the STS to ask. */
export interface Role extends RoleOptions {
  readonly sts: StsOfProvider;
}

export type StsOfProvider = Pick<StsOptions, "endpoint" | "region" | "attemptTimeoutMs" | "timeoutMs">;

/**
 * The role of the block `assume_role`, completed by variables; `undefined` when `role_arn` is the empty text.
 *
 * @throws {ConfigurationError} `INCOMPLETE_CONFIGURATION` without a role, `INVALID_CONFIGURATION` for a duration that is
 *   none.
 */
export async function roleOf(
  context: ResolveContext,
  block: AssumeRoleSettings,
  settings: ProviderSettings,
): Promise<Role | undefined> {
  const { host } = context;
  const variables = ASSUME_ROLE_VARIABLES;
  const roleArn = pick(host, block.role_arn, "assume_role.role_arn", variables.role_arn);
  if (roleArn === undefined) return noRole(context, block);
  const sessionName = pick(host, block.session_name, "assume_role.session_name", variables.session_name);
  const policy = settingOf(host, block.policy, "argument assume_role.policy", []);
  // Checked here, where it is known what named it.
  checkSetting(roleArn, roleRules.roleArn);
  checkSetting(sessionName, roleRules.roleSessionName);
  checkSetting(policy, roleRules.policy);
  const expiration = sessionExpiration(host, block);
  note(context, {
    "assume_role.role_arn": roleArn,
    "assume_role.session_name": sessionName,
    "assume_role.session_expiration": expiration,
  });
  return {
    roleArn: roleArn.value,
    roleSessionName: sessionName?.value ?? DEFAULT_SESSION_NAME,
    durationSeconds: expiration && Number(expiration.value),
    policy: block.policy,
    externalId: block.external_id,
    sts: await stsOf(context, settings),
  };
}

function noRole(context: ResolveContext, { role_arn }: AssumeRoleSettings): undefined {
  const missing = `argument assume_role.role_arn or environment variable ${ASSUME_ROLE_VARIABLES.role_arn.join(" or ")}`;
  if (role_arn === undefined) {
    const message = `${missing} is missing. Set it, or drop the block.`;
    throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
  }
  context.warn(`No role is assumed: ${missing} is empty.`);
}

/** The seconds of the block, else those of a variable; 0 is "not set". */
export function sessionExpiration(
  host: Host,
  { session_expiration: seconds }: AssumeRoleSettings,
): Setting | undefined {
  const from = "argument assume_role.session_expiration";
  const setting = settingOf(host, seconds?.toString(), from, ASSUME_ROLE_VARIABLES.session_expiration);
  if (setting === undefined || Number(setting.value) === 0) return undefined;
  if (roleRules.durationSeconds[0](Number(setting.value))) return setting;
  const message = `${setting.from} ${roleRules.durationSeconds[1]}.`;
  throw new ConfigurationError("INVALID_CONFIGURATION", message);
}

/** The STS that Terraform's provider calls, the block's or else that of its region, and how long it waits. */
export async function stsOf(context: ResolveContext, settings: ProviderSettings): Promise<StsOfProvider> {
  const { client_connect_timeout: connectMs = 0, client_read_timeout: readMs = 0 } = settings;
  const attemptTimeoutMs = connectMs + readMs || undefined;
  const timeouts = attemptTimeoutMs && { attemptTimeoutMs, timeoutMs: Math.max(attemptTimeoutMs, 12_000) };
  const endpoint = settings.endpoints?.sts;
  if (endpoint !== undefined) return { endpoint, ...timeouts };
  // Checked here, where it is known what named it.
  const region = checkSetting(await blockRegion(settings, context.host), endpointRules.region);
  note(context, { region });
  return { region: region?.value, ...timeouts };
}
