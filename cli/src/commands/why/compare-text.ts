import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  terraform: "TERRAFORM",
  sdk: "SDKS",
  cli: "ALIYUN CLI",
  who: "who",
  from: "from",
  region: "region",
  until: "until",
  nobody: "nobody",
  none: "none is read",
  byDefault: "its default",
  same: "The three use the same identity.",
  sameEverywhere: (command: string): string => `The same everywhere: ${command}`,
  and: " and ",
  "variable-of-some": (name: string, tools: string): string => `${name} is read by ${tools} only.`,
  "file-of-some": (name: string, tools: string): string => `${name} is read by ${tools} only.`,
  "block-role": (name: string): string => `${name} of the provider block is Terraform's only.`,
  "stray-token": (name: string): string =>
    `${name} is set without a key: the CLI adds it to the file's key in modes with a role. Remove it: unset ${name}`,
  "current-is-unknown":
    "Terraform never takes the current profile: name one in the block, or by ALICLOUD_PROFILE.",
  "profile-variable": (name: string): string => `${name} names another profile to some of them.`,
  "cli-ignores-profiles": (name: string): string => `${name} is set: the CLI takes no profile at all.`,
  "sdk-ignores-profiles": (name: string): string => `${name} is set: the SDKs do not read config.json.`,
  "no-region": "SDKs read no region: programs give it in code.",
  terraformName: "Terraform",
  sdkName: "SDKs",
  cliName: "the CLI",
};

const zh: typeof en = {
  terraform: "TERRAFORM",
  sdk: "SDK",
  cli: "ALIYUN CLI",
  who: "身份",
  from: "来源",
  region: "地域",
  until: "有效期",
  nobody: "没有身份",
  none: "不读取地域",
  byDefault: "默认值",
  same: "三者使用同一身份。",
  sameEverywhere: (command) => `让三者相同：${command}`,
  and: " 和 ",
  "variable-of-some": (name, tools) => `只有 ${tools} 读取 ${name}。`,
  "file-of-some": (name, tools) => `只有 ${tools} 读取 ${name}。`,
  "block-role": (name) => `provider 块中的 ${name} 只对 Terraform 有效。`,
  "stray-token": (name) =>
    `设置了 ${name} 但没有密钥：在带角色的凭证类型中，CLI 会把它与文件中的密钥混用。请删除：unset ${name}`,
  "current-is-unknown": "Terraform 从不使用当前配置：请在 provider 块中写明，或设置 ALICLOUD_PROFILE。",
  "profile-variable": (name) => `${name} 让其中一部分工具使用另一个配置。`,
  "cli-ignores-profiles": (name) => `已设置 ${name}：CLI 不使用任何配置。`,
  "sdk-ignores-profiles": (name) => `已设置 ${name}：SDK 不读取 config.json。`,
  "no-region": "SDK 不读取地域：由程序在代码中给出。",
  terraformName: "Terraform",
  sdkName: "SDK",
  cliName: "CLI",
};

export const compareText: Catalogue<typeof en> = catalogue({ en, zh });
