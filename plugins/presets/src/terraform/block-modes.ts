import { ramRoleArnMode, ramRoleArnSource } from "@alicred/assume-role";
import type { ProfileMode } from "@alicred/plugin-kit";
import { memoizedSource } from "@alicred/plugin-kit";
import { pick } from "./pick.ts";
import type { ProviderSettings } from "./provider-block.ts";
import { stsOf } from "./sts-of-block.ts";
import { PROVIDER_VARIABLES } from "./variables.ts";

/**
 * The modes for the profile that a block leads to: the role of `RamRoleArn` is assumed where the block's own would be, by
 * `endpoints { sts }` or the region, as in Terraform. Profiles below it keep their own STS.
 */
export function blockModes(
  modes: readonly ProfileMode[],
  settings: ProviderSettings,
): readonly ProfileMode[] {
  return modes.map((each) =>
    each !== ramRoleArnMode
      ? each
      : {
          ...each,
          source: (profile) =>
            memoizedSource(
              "assume-role",
              async (context) => {
                const asked = pick(context.host, settings.profile, "profile", PROVIDER_VARIABLES.profile);
                return asked?.value === profile.name ? stsOf(context, settings) : undefined;
              },
              (sts) => ramRoleArnSource(profile, sts),
            ),
        },
  );
}
