import type { ResolveContext } from "@alicred/core";
import type { ProfileFields } from "@alicred/plugin-kit";
import { shown } from "@alicred/plugin-kit";
import { type ConfigFile, profilesNamed } from "@alicred/shared-config";

const NAMES_ITS_SESSION = ["ramrolearn", "chainableramrolearn", "oidc"];

/**
 * Warns of what alicred can do without and the aliyun CLI refuses: who the CLI would be is then nobody.
 *
 * @param fields the profile, as the CLI has filled it
 */
export function warnOfRefusals(context: ResolveContext, name: string, fields: ProfileFields): void {
  const { mode, region_id: region, ram_session_name: sessionName } = fields;
  const refuses = (why: string): void =>
    context.warn(`the aliyun CLI refuses profile "${shown(name)}": ${why}`);
  if (!region) refuses("it has no region_id. Set it, or the variable ALIBABA_CLOUD_REGION_ID.");
  else if (!/^[a-z0-9-]*$/i.test(String(region)))
    refuses("its region_id is not a region id, such as cn-hangzhou. Correct it.");
  if (!sessionName && NAMES_ITS_SESSION.includes(String(mode).toLowerCase()))
    refuses("it has no ram_session_name, which its mode needs. Set it.");
}

/** Warns where the CLI stops before it looks at the profile: it loads the file's `current` first, whoever is selected. */
export function warnOfCurrent(context: ResolveContext, config: ConfigFile): void {
  const name = config.current ?? "default";
  if (profilesNamed(config, name).length > 0) return;
  const problem = name === "" ? "is empty" : `names the profile "${shown(name)}", which does not exist`;
  context.warn(
    `the aliyun CLI does nothing as long as current in its config.json ${problem}. Repair it: aliyun configure switch --profile NAME, or by hand.`,
  );
}
