import type { DefineCommand, Examples } from "../../command/define.ts";
import { parseFilled, withHelp, withSourceOptions } from "../../command/define.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import type { WhoamiOptions } from "./run.ts";

const en = {
  description:
    "Ask STS whose the resolved credentials are (GetCallerIdentity, which needs no permission). With --expect-account and --expect-role, exit 1 when it is somebody else.",
  profileArgument: "a profile, as with --profile",
  expectAccount: "fail when it is another account",
  expectRole: "fail when it is another role, or none",
  json: "print the identity as JSON",
  examples: [
    ["alicred whoami", "the identity that an SDK would use"],
    ["alicred whoami prod --expect-account 1234567890123456", "a guard for scripts"],
    ["alicred whoami --as terraform --json", "that of Terraform's provider, for programs"],
  ] as Examples,
};

const zh: typeof en = {
  description:
    "询问 STS：解析得到的凭证属于谁（GetCallerIdentity，不需要任何权限）。给出 --expect-account 和 --expect-role 时，若属于他人则退出码为 1。",
  profileArgument: "配置名称，与 --profile 相同",
  expectAccount: "不是这个账号时失败",
  expectRole: "不是这个角色时失败",
  json: "以 JSON 输出身份",
  examples: [
    ["alicred whoami", "SDK 会使用的身份"],
    ["alicred whoami prod --expect-account 1234567890123456", "用于脚本的检查"],
    ["alicred whoami --as terraform --json", "Terraform provider 的身份，供程序读取"],
  ] as Examples,
};

export const whoamiHelp: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred whoami` on the command line. */
export const defineWhoami: DefineCommand = (command, options) => {
  const help = whoamiHelp();
  withSourceOptions(withHelp(command, help).argument("[profile]", help.profileArgument))
    .option("--expect-account <id>", help.expectAccount, parseFilled)
    .option("--expect-role <name>", help.expectRole, parseFilled)
    .option("--json", help.json)
    .action(async (profile: string | undefined, given: WhoamiOptions) => {
      const { whoamiCommand } = await import("./run.ts");
      await whoamiCommand({ ...given, ...(profile !== undefined && { profile }) }, options);
    });
};
