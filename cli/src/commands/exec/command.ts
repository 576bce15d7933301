import { Option } from "commander";
import {
  type DefineCommand,
  type Examples,
  withCacheOption,
  withHelp,
  withSourceOptions,
} from "../../command/define.ts";
import { parseSpan } from "../../command/span.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { divideWords, EXEC_EXIT, programWithoutMark } from "./command-line.ts";
import type { ExecOptions } from "./run.ts";

const en = {
  description:
    "Runs a program with the credentials of a profile, in variables that the SDKs, Terraform, the aliyun CLI and other tools read, whatever their files say. Without a program: a shell. Exit codes are the program's; 125 to 127 mean that it was not started.",
  profile: "a profile of config.json (default: what an SDK would use)",
  program: "the program and its arguments",
  server: "serve credentials that stay fresh while the program runs, instead of keys that end",
  minTtl: "how long the credentials must live at least",
  keepEnv: "leave variables of other identities as they are",
  noShellNote: "do not say who a new shell is",
  region: "the region, instead of that of the profile",
  examples: [
    ["alicred exec prod -- terraform plan", "as the profile prod"],
    ["alicred exec --server prod -- ./long-job.sh", "with credentials that stay fresh"],
    ["alicred exec prod", "a shell as prod"],
  ] as Examples,
};

const zh: typeof en = {
  description:
    "通过 SDK、Terraform、阿里云 CLI 等工具读取的环境变量，把配置的访问凭证交给程序，不受它们的文件影响。不写程序则打开 Shell。退出码即程序的退出码；125 至 127 表示程序未启动。",
  profile: "config.json 中的配置名称（默认：SDK 会使用的凭证）",
  program: "程序及其参数",
  server: "程序运行期间提供始终有效的凭证，而不是会过期的密钥",
  minTtl: "凭证的最短剩余有效期",
  keepEnv: "保留其他身份的环境变量",
  noShellNote: "打开 Shell 时不说明当前身份",
  region: "代替配置中的地域",
  examples: [
    ["alicred exec prod -- terraform plan", "以配置 prod 的身份运行"],
    ["alicred exec --server prod -- ./long-job.sh", "使用始终有效的凭证"],
    ["alicred exec prod", "以 prod 的身份打开 Shell"],
  ] as Examples,
};

export const execHelp: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred exec` on the command line. */
export const defineExec: DefineCommand = (command, options) => {
  const help = execHelp();
  withCacheOption(withSourceOptions(withHelp(command, help)))
    .usage("[options] [profile] -- [program...]")
    .argument("[profile]", help.profile)
    .option("--server", help.server)
    .addOption(new Option("--min-ttl <span>", help.minTtl).argParser(parseSpan).default(300_000, "5min"))
    .option("--keep-env", help.keepEnv)
    .option("--no-shell-note", help.noShellNote)
    .option("--region <id>", help.region)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXEC_EXIT.failed));
  // The words behind `--` are no business of the library that reads the command line, which drops the mark.
  let words: ReturnType<typeof divideWords> = { own: [], program: undefined };
  let unmarked: ReturnType<typeof programWithoutMark>;
  const parse = command.parseOptions.bind(command);
  command.parseOptions = (given) => {
    words = divideWords(given);
    const read = parse([...words.own]);
    unmarked = words.program === undefined ? programWithoutMark(words.own, read) : undefined;
    return unmarked === undefined ? read : { operands: [], unknown: [] };
  };
  command.action(async (profile: string | undefined, given: ExecOptions) => {
    const { execCommand } = await import("./run.ts");
    await execCommand({ profile, program: words.program ?? [], unmarked }, given, options);
  });
};
