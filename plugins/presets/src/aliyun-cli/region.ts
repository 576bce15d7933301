import type { Host } from "@alicred/core";
import { readVariable, type Setting } from "@alicred/plugin-kit";
import { profileRegion } from "../config-json.ts";
import type { AliyunCliOptions } from "./aliyun-cli.ts";
import { IGNORE_PROFILE_VARIABLES } from "./variables.ts";

const PROFILE_VARIABLES = ["ALIBABACLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE"];
const REGION_VARIABLES = [
  "ALIBABA_CLOUD_REGION_ID",
  "ALIBABACLOUD_REGION_ID",
  "ALICLOUD_REGION_ID",
  "REGION_ID",
  "REGION",
];

/** The region that the aliyun CLI works in, and what named it: the profile, else a variable. */
export async function aliyunCliRegion(
  { profile, configFile }: Pick<AliyunCliOptions, "profile" | "configFile">,
  host: Host,
): Promise<Setting | undefined> {
  const ignoring = readVariable(host, IGNORE_PROFILE_VARIABLES);
  if (ignoring?.value === "TRUE") return { value: "cn-hangzhou", from: ignoring.from };
  const selection = { profile, configFile, profileVariables: PROFILE_VARIABLES, configFileVariables: [] };
  return (await profileRegion(host, selection)) ?? readVariable(host, REGION_VARIABLES);
}
