import type { Host } from "@alicred/core";
import { SELECTING_VARIABLES } from "@alicred/plugin-kit";
import { type Catalogue, catalogue, listed } from "../../terminal/language.ts";

const en = {
  profile: (variable: string, value: string, tools: string, current: string): string =>
    `${variable}=${value} is set: ${tools} take "${value}", not "${current}".`,
  key: (variable: string): string =>
    `${variable} is set: the SDKs and Terraform take the key of the environment, and no profile.`,
  ignored: (variable: string): string => `${variable} is set: the aliyun CLI takes no profile at all.`,
  disabled: (variable: string): string => `${variable} is set: the SDKs read no profiles.`,
  terraform:
    "Terraform never takes the current profile: name it in the provider block, or set ALICLOUD_PROFILE.",
  cli: "the aliyun CLI",
  sdk: "the SDKs",
  terraformName: "Terraform",
};

const zh: typeof en = {
  profile: (variable, value, tools, current) =>
    `已设置 ${variable}=${value}：${tools} 使用 "${value}"，而不是 "${current}"。`,
  key: (variable) => `已设置 ${variable}：SDK 和 Terraform 使用环境变量中的密钥，不使用任何配置。`,
  ignored: (variable) => `已设置 ${variable}：aliyun CLI 不使用任何配置。`,
  disabled: (variable) => `已设置 ${variable}：SDK 不读取任何配置。`,
  terraform: "Terraform 从不使用当前配置：请在 provider 块中写明，或设置 ALICLOUD_PROFILE。",
  cli: "aliyun CLI",
  sdk: "SDK",
  terraformName: "Terraform",
};

export const shadowText: Catalogue<typeof en> = catalogue({ en, zh });

const KEY_VARIABLES = ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY"];

/** The variables of the environment that keep tools from taking the current profile, in sentences. */
export function shadowsOf({ env }: Host, current: string): readonly string[] {
  const said = shadowText();
  const lines: string[] = [];
  const takers = new Map<string, { value: string; tools: string[] }>();
  for (const [tool, name] of [
    ["cli", said.cli],
    ["sdk", said.sdk],
    ["terraform", said.terraformName],
  ] as const) {
    const variable = SELECTING_VARIABLES[tool].profile.find((each) => env?.(each));
    if (variable === undefined) continue;
    const taker = takers.get(variable) ?? { value: env?.(variable) ?? "", tools: [] };
    taker.tools.push(name);
    takers.set(variable, taker);
  }
  for (const [variable, { value, tools }] of takers)
    if (value !== current) lines.push(said.profile(variable, value, listed(tools), current));
  const key = KEY_VARIABLES.find((each) => env?.(each));
  if (key !== undefined) lines.push(said.key(key));
  for (const name of ["ALIBABA_CLOUD_IGNORE_PROFILE", "ALIBABACLOUD_IGNORE_PROFILE"])
    if (env?.(name) === "TRUE") lines.push(said.ignored(name));
  const off = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED";
  if (env?.(off)?.toLowerCase() === "true") lines.push(said.disabled(off));
  return lines;
}
