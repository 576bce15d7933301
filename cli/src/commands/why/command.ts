import { type Command, Option } from "commander";
import type { DefineCommand, Examples } from "../../command/define.ts";
import { profileGiven, withHelp, withProfileArgument, withSourceOptions } from "../../command/define.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import type { WhyOptions } from "./run.ts";

const en = {
  compare: "put Terraform, the SDKs and the aliyun CLI side by side",
  json: "print the explanation as JSON, without secrets",
  examples: [
    ["alicred why", "how an SDK would find its credentials"],
    ["alicred why prod", "what a profile leads to"],
    ["alicred why --as terraform", "how Terraform's provider would"],
    ["alicred why --compare", "whether Terraform, SDKs and CLI are the same here, and why not"],
  ] as Examples,
};

const zh: typeof en = {
  compare: "并列比较 Terraform、SDK 和 aliyun CLI",
  json: "以 JSON 输出说明，不含密钥",
  examples: [
    ["alicred why", "SDK 会怎样找到凭证"],
    ["alicred why prod", "某个配置指向什么"],
    ["alicred why --as terraform", "Terraform provider 会怎样找到凭证"],
    ["alicred why --compare", "Terraform、SDK 和 CLI 在此是否相同，为何不同"],
  ] as Examples,
};

export const whyHelp: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred why` on the command line. */
export const defineWhy: DefineCommand = (command, options) => {
  const help = whyHelp();
  withSourceOptions(withProfileArgument(withHelp(command, help)))
    .addOption(new Option("--compare", help.compare).conflicts("as"))
    .option("--json", help.json)
    .action(async (profile: string | undefined, given: WhyOptions, command: Command) => {
      const { whyCommand } = await import("./run.ts");
      await whyCommand(profileGiven(profile, given, command), options);
    });
};
