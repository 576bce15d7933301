import { addCommand, type DefineCommand, type Examples, withHelp } from "../../command/define.ts";
import { helpText } from "../../command/help-text.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  newSummary: "write a new plugin, whose tests pass at once",
  description:
    "Writes a package with a source of credentials and a profile mode, under your name for them, with tests for vitest, Node, Deno and Bun. Replace the call of the service by yours.",
  name: "the name, in lower case: acme, my-key-service",
  to: "the new folder (default: alicred-source-NAME, here)",
  examples: [
    ["alicred plugin new acme", "in the folder alicred-source-acme"],
    ["alicred plugin new acme --to plugins/acme", "elsewhere"],
  ] as Examples,
};

const zh: typeof en = {
  newSummary: "写出一个新插件，其测试立即通过",
  description:
    "写出一个软件包，包含以您的名称命名的凭证来源和凭证类型，以及 vitest、Node、Deno 和 Bun 的测试。请把其中对服务的调用换成您自己的。",
  name: "名称，使用小写字母：acme、my-key-service",
  to: "新目录（默认：当前目录下的 alicred-source-NAME）",
  examples: [
    ["alicred plugin new acme", "写入目录 alicred-source-acme"],
    ["alicred plugin new acme --to plugins/acme", "写入其他目录"],
  ] as Examples,
};

export const pluginHelp: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred plugin` on the command line. */
export const definePluginCommand: DefineCommand = (command) => {
  const help = pluginHelp();
  const plugin = withHelp(command, { examples: help.examples });
  addCommand(plugin, "new", {
    summary: help.newSummary,
    description: help.description,
    examples: help.examples,
  })
    .argument("<name>", help.name)
    .option("--to <folder>", help.to)
    .option("--json", helpText().json)
    .action(async (name: string, given: { readonly to?: string; readonly json?: boolean }) => {
      const { newPluginCommand } = await import("./run.ts");
      await newPluginCommand(name, given);
    });
};
