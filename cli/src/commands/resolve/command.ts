import type { DefineCommand, Examples } from "../../command/define.ts";
import { addCommand, withSourceOptions } from "../../command/define.ts";
import type { CommandOptions } from "../../command/options.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  summary: "resolve credentials; print who they are from, and with --json the credentials themselves",
  json: "print the credentials as JSON, secrets included",
  allowUnsaved: "renew a login even where the file cannot keep it: it ends with this command",
  examples: [
    ["alicred resolve", "the credentials that an SDK would use"],
    ["alicred resolve -p prod --json", "those of a profile, as JSON"],
    ["alicred resolve --as terraform", "those that Terraform's provider would use"],
  ] as Examples,
};

const zh: typeof en = {
  summary: "获取访问凭证，显示其来源；加 --json 输出凭证本身",
  json: "以 JSON 输出凭证，包含密钥",
  allowUnsaved: "即使文件无法保存新的登录状态也刷新：它随本命令结束",
  examples: [
    ["alicred resolve", "SDK 会使用的访问凭证"],
    ["alicred resolve -p prod --json", "某个配置的凭证，JSON 格式"],
    ["alicred resolve --as terraform", "Terraform provider 会使用的凭证"],
  ] as Examples,
};

export const resolveHelp: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred resolve` on the command line. */
export const defineResolve: DefineCommand = (program, options) => {
  const help = resolveHelp();
  withSourceOptions(addCommand(program, "resolve", help))
    .option("--json", help.json)
    .option("--allow-unsaved", help.allowUnsaved)
    .action(async (given: CommandOptions) => {
      const { resolveCommand } = await import("./run.ts");
      await resolveCommand(given, options);
    });
};
