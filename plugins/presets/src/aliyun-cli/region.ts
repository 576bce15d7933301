import type { Host } from "@alicred/core";
import { type Setting, shown } from "@alicred/plugin-kit";
import { presentFields, selectProfile } from "@alicred/shared-config";
import { type AliyunCliOptions, selectionOf } from "./aliyun-cli.ts";
import { fillFromVariables, IGNORED_PROFILE, isIgnored, override } from "./variables.ts";

/** The region that the aliyun CLI works in, and what named it: the overrides, the profile, else a variable. */
export async function aliyunCliRegion(
  options: Pick<AliyunCliOptions, "profile" | "configFile" | "overrides">,
  host: Host,
): Promise<Setting | undefined> {
  const ignoring = isIgnored(host);
  let own = IGNORED_PROFILE;
  let name = "default";
  if (ignoring === undefined) {
    // An unusable file is for the credentials to report.
    const selected = await selectProfile(host, selectionOf(options)).catch(() => undefined);
    if (selected === undefined || selected.kind === "lacking") return undefined;
    own = selected.kind === "profile" ? presentFields(selected.profiles[0]) : {};
    name = selected.kind === "profile" ? selected.name : name;
  }
  const given = override(own, options.overrides ?? {});
  const filled = fillFromVariables(host, given.fields);
  const value = filled.fields["region_id"];
  if (typeof value !== "string") return undefined;
  const [, from] = [...given.from, ...filled.from].find(([field]) => field === "region_id") ?? [];
  return { value, from: from ?? ignoring?.from ?? `field region_id of profile "${shown(name)}"` };
}
