import { type Command, Option } from "commander";
import {
  type DefineCommand,
  type Examples,
  parseFilled,
  profileGiven,
  withHelp,
  withProfileArgument,
  withSourceOptions,
} from "../../command/define.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { FORMS, WAYS } from "./forms.ts";
import type { ExportOptions } from "./run.ts";

const en = {
  description:
    "Writes what another tool needs to use a profile of any mode: a profile of config.json that runs alicred, asks alicred serve or holds a copy of the session, or the tool's own file. Files are for you alone (0600), and nothing is overwritten without --force.",
  for: "the tool",
  forDefault: "config, for all that read config.json",
  way: "run this command each time, keep a copy that ends, or ask alicred serve (default: what the tool can do best)",
  name: "the name of the new profile",
  to: "the file to write, - for standard output (default: where the tool looks)",
  uri: "for --way uri: the address that alicred serve printed",
  region: "the region, instead of that of the profile",
  force: "overwrite what is there",
  check: "run the tool afterwards, where it is installed",
  json: "print what was written as JSON",
  examples: [
    ["alicred export prod", "profile prod-alicred, whose process_command is alicred"],
    ["alicred export prod --way snapshot --to ./config.json", "a copy of the session, in a file of its own"],
    ["alicred export prod --for ossutil2 --check", "for ossutil 2, then try it"],
    ["alicred export prod --for compose", "a snippet for containers, with alicred serve"],
  ] as Examples,
};

const zh: typeof en = {
  description:
    "为其他工具写出使用任意凭证类型所需的内容：一个运行 alicred、访问 alicred serve 或保存会话副本的 config.json 配置，或该工具自己的文件。文件仅您可读（0600）；没有 --force 时不覆盖任何内容。",
  for: "工具名称",
  forDefault: "config，即所有读取 config.json 的工具",
  way: "每次运行本命令、保存会过期的副本，或访问 alicred serve（默认：该工具最合适的方式）",
  name: "新配置的名称",
  to: "要写入的文件，- 表示标准输出（默认：该工具读取的位置）",
  uri: "与 --way uri 同用：alicred serve 显示的地址",
  region: "代替配置中的地域",
  force: "覆盖已有内容",
  check: "写出后运行该工具（如已安装）",
  json: "以 JSON 输出写出的内容",
  examples: [
    ["alicred export prod", "配置 prod-alicred，其 process_command 为 alicred"],
    ["alicred export prod --way snapshot --to ./config.json", "会话的副本，写入单独的文件"],
    ["alicred export prod --for ossutil2 --check", "供 ossutil 2 使用，并试运行"],
    ["alicred export prod --for compose", "容器使用的片段，配合 alicred serve"],
  ] as Examples,
};

export const exportHelp: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred export` on the command line. */
export const defineExport: DefineCommand = (command, options) => {
  const help = exportHelp();
  withSourceOptions(withProfileArgument(withHelp(command, help)))
    .addOption(new Option("--for <tool>", help.for).choices(FORMS).default("config", help.forDefault))
    .addOption(new Option("--way <way>", help.way).choices(WAYS))
    .option("--name <name>", help.name, parseFilled)
    .option("--to <path>", help.to, parseFilled)
    .option("--uri <address>", help.uri, parseFilled)
    .option("--region <id>", help.region, parseFilled)
    .option("--force", help.force)
    .option("--check", help.check)
    .option("--json", help.json)
    .action(async (profile: string | undefined, given: ExportOptions, command: Command) => {
      const { exportCommand } = await import("./run.ts");
      await exportCommand(profileGiven(profile, given, command), options);
    });
};
