import type { ResolveContext } from "@alicred/core";
import { readVariable } from "@alicred/plugin-kit";
import { note } from "./notes.ts";
import { pick } from "./pick.ts";
import type { ProfileSettings } from "./provider-plan.ts";
import { DEFAULT_SESSION_NAME, type Role, sessionExpiration, stsOf } from "./role.ts";
import type { ProviderSettings } from "./settings.ts";
import { ASSUME_ROLE_VARIABLES } from "./variables.ts";

/**
 * The role that the provider's code assumes on top of whatever it found: the profile's, when its mode is `RamRoleArn`,
 * and over it the block `assume_role`, field by field. `undefined` when neither names one.
 *
 * @throws {ConfigurationError} `INVALID_CONFIGURATION` for a duration that is none.
 */
export async function providerRole(
  context: ResolveContext,
  settings: ProviderSettings,
  profile: ProfileSettings,
): Promise<Role | undefined> {
  const { host } = context;
  const { assume_role: block } = settings;
  const variables = ASSUME_ROLE_VARIABLES;
  const fromBlock = block && {
    role_arn: pick(host, block.role_arn, "assume_role.role_arn", variables.role_arn),
    session_name: pick(host, block.session_name, "assume_role.session_name", variables.session_name),
    session_expiration: sessionExpiration(host, block),
  };
  const roleArn = fromBlock?.role_arn ?? profile.role_arn;
  if (roleArn === undefined) return undefined;
  // Without the block the SDK names the session, and only then by its own variable.
  const unnamed = block ? undefined : readVariable(host, ["ALIBABA_CLOUD_ROLE_SESSION_NAME"]);
  const sessionName = fromBlock?.session_name ?? profile.session_name ?? unnamed;
  const expiration = fromBlock?.session_expiration ?? profile.session_expiration;
  const parts = { role_arn: roleArn, session_name: sessionName, session_expiration: expiration };
  note(context, parts);
  for (const [part, setting] of Object.entries(parts)) {
    const isOfProfile = setting !== undefined && setting === profile[part as keyof typeof parts];
    if (isOfProfile && fromBlock?.role_arn !== undefined)
      context.warn(`${part} is mixed in: it is ${setting.from}, while role_arn is ${roleArn.from}.`);
  }
  return {
    roleArn: roleArn.value,
    roleSessionName: sessionName?.value ?? (block && DEFAULT_SESSION_NAME),
    durationSeconds: expiration && Number(expiration.value),
    policy: block?.policy,
    externalId: block?.external_id,
    sts: await stsOf(context, settings),
  };
}
