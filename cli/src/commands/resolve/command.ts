import { type Command, Option } from "commander";
import type { DefineCommand, Examples } from "../../command/define.ts";
import {
  profileGiven,
  withCacheOption,
  withHelp,
  withProfileArgument,
  withSourceOptions,
} from "../../command/define.ts";
import { parseSpan } from "../../command/span.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { FORMATS } from "./format-names.ts";
import type { ResolveOptions } from "./run.ts";

const en = {
  json: "print the credentials as JSON, secrets included",
  format: "print them in this form, secrets included except in a table",
  who: "ask STS whose they are, by one call",
  minTtl: "fail unless they are valid for so long: 90s, 5min, 1h",
  allowUnsaved: "renew a login even where the file cannot keep it: it ends with this command",
  examples: [
    ["alicred resolve", "the credentials that an SDK would use"],
    ["alicred resolve prod --json", "those of a profile, as JSON"],
    ['eval "$(alicred resolve prod --format env)"', "into the variables of this shell"],
    ["alicred resolve prod --format external", "as the process_command of another tool's profile"],
    ["alicred resolve --as terraform", "those that Terraform's provider would use"],
  ] as Examples,
};

const zh: typeof en = {
  json: "以 JSON 输出凭证，包含密钥",
  format: "以此格式输出凭证；除 table 外都包含密钥",
  who: "调用一次 STS，显示凭证属于谁",
  minTtl: "剩余有效期不足此时长则失败：90s、5min、1h",
  allowUnsaved: "即使文件无法保存新的登录状态也刷新：它随本命令结束",
  examples: [
    ["alicred resolve", "SDK 会使用的访问凭证"],
    ["alicred resolve prod --json", "某个配置的凭证，JSON 格式"],
    ['eval "$(alicred resolve prod --format env)"', "写入当前 shell 的环境变量"],
    ["alicred resolve prod --format external", "作为其他工具配置中的 process_command"],
    ["alicred resolve --as terraform", "Terraform provider 会使用的凭证"],
  ] as Examples,
};

export const resolveHelp: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred resolve` on the command line. */
export const defineResolve: DefineCommand = (command, options) => {
  const help = resolveHelp();
  withCacheOption(withSourceOptions(withProfileArgument(withHelp(command, help))))
    .addOption(new Option("--format <form>", help.format).choices(FORMATS).conflicts("json"))
    .option("--json", help.json)
    .option("--who", help.who)
    .option("--min-ttl <span>", help.minTtl, parseSpan)
    .option("--allow-unsaved", help.allowUnsaved)
    .action(async (profile: string | undefined, given: ResolveOptions, command: Command) => {
      const { resolveCommand } = await import("./run.ts");
      await resolveCommand(profileGiven(profile, given, command), options);
    });
};
