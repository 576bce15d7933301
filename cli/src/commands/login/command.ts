import { Option } from "commander";
import type { DefineCommand, Examples } from "../../command/define.ts";
import { parseFilled, withHelp, withPluginOption, withProfileOptions } from "../../command/define.ts";
import { parseSpan } from "../../command/span.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import type { LoginOptions } from "./options.ts";

const en = {
  description:
    "Sign in by CloudSSO or OAuth, and keep the login in a profile. Without --sso and --oauth: for a profile that exists. Nothing is written until everything has succeeded.",
  profileArgument: "the profile (default: the current one)",
  sso: "make a profile for CloudSSO, by the sign-in address of your organization",
  oauth: "make a profile for an Alibaba Cloud account or a RAM user",
  site: "with --oauth: the China site or the international one (default: cn)",
  region: "the region of a new profile (default: that of the current one)",
  account: "CloudSSO: the account, by id or name",
  accessConfig: "CloudSSO: the access configuration, by id or name",
  pick: "choose account and access configuration again",
  all: "make or renew a profile for every account and access configuration",
  name: "how new profiles are named",
  prefix: "begins the names of new profiles",
  prune: "with --all: remove the profiles made so that are no longer assigned, after asking",
  yes: "with --prune: do not ask",
  dryRun: "with --all: show what would change, and write nothing",
  device: "CloudSSO: open no browser, because the code is entered on another device",
  remote: "OAuth: sign in on another machine, and paste what its browser shows",
  browser: "open the address with this program",
  noBrowser: "open no browser; the address is printed",
  qr: "show the address as a QR code too",
  force: "sign in although the login still holds",
  timeout: "how long to wait: 90s, 5min (default: as long as the code lives)",
  json: "print the outcome as JSON, without secrets",
  examples: [
    ["alicred login", "renew the login of the current profile"],
    [
      "alicred login --sso https://signin-cn-shanghai.alibabacloudsso.com/acme/login",
      "sign in by CloudSSO, choose",
    ],
    ["alicred login --oauth --site intl", "sign in at the international site"],
    ["alicred login prod --pick", "another account or access configuration"],
    ["alicred login prod --all --dry-run", "what --all would make of the login of prod"],
  ] as Examples,
};

const zh: typeof en = {
  description:
    "通过云 SSO 或 OAuth 登录，并把登录状态保存到配置。不带 --sso 和 --oauth 时用于已有的配置。在全部成功之前不写入任何内容。",
  profileArgument: "配置名称（默认：当前配置）",
  sso: "为云 SSO 新建配置，给出本组织的登录 URL",
  oauth: "为阿里云账号或 RAM 用户新建配置",
  site: "与 --oauth 一起使用：中国站或国际站（默认 cn）",
  region: "新配置的地域（默认：当前配置的地域）",
  account: "云 SSO：账号的 ID 或名称",
  accessConfig: "云 SSO：访问配置的 ID 或名称",
  pick: "重新选择账号和访问配置",
  all: "为每个账号和访问配置新建或更新一个配置",
  name: "新配置的命名方式",
  prefix: "新配置名称的前缀",
  prune: "与 --all 一起使用：询问后删除由此建立、已不再分配的配置",
  yes: "与 --prune 一起使用：不再询问",
  dryRun: "与 --all 一起使用：只显示将要更改的内容，不写入",
  device: "云 SSO：不打开浏览器，在另一台设备上输入用户码",
  remote: "OAuth：在另一台机器上登录，并粘贴其浏览器显示的地址",
  browser: "用此程序打开地址",
  noBrowser: "不打开浏览器，只显示地址",
  qr: "同时以二维码显示地址",
  force: "即使登录仍然有效也重新登录",
  timeout: "等待多久，如 90s、5min（默认：用户码的有效期）",
  json: "以 JSON 输出结果，不含任何密钥",
  examples: [
    ["alicred login", "更新当前配置的登录"],
    [
      "alicred login --sso https://signin-cn-shanghai.alibabacloudsso.com/acme/login",
      "通过云 SSO 登录并选择",
    ],
    ["alicred login --oauth --site intl", "在国际站登录"],
    ["alicred login prod --pick", "换一个账号或访问配置"],
    ["alicred login prod --all --dry-run", "查看 --all 会根据 prod 的登录建立什么"],
  ] as Examples,
};

export const loginHelp: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred login` on the command line. */
export const defineLogin: DefineCommand = (command, options) => {
  const help = loginHelp();
  withPluginOption(withProfileOptions(withHelp(command, help).argument("[profile]", help.profileArgument)))
    .option("--sso <url>", help.sso, parseFilled)
    .option("--oauth", help.oauth)
    .addOption(new Option("--site <site>", help.site).choices(["cn", "intl"]))
    .option("--region <id>", help.region, parseFilled)
    .option("--account <id>", help.account, parseFilled)
    .option("--access-config <id>", help.accessConfig, parseFilled)
    .option("--pick", help.pick)
    .option("--all", help.all)
    .option("--name <template>", help.name, parseFilled, "{account}-{config}")
    .option("--prefix <text>", help.prefix, "")
    .option("--prune", help.prune)
    .option("--yes", help.yes)
    .option("--dry-run", help.dryRun)
    .option("--device", help.device)
    .option("--remote", help.remote)
    .option("--browser <cmd>", help.browser, parseFilled)
    .option("--no-browser", help.noBrowser)
    .option("--qr", help.qr)
    .option("--force", help.force)
    .option("--timeout <span>", help.timeout, parseSpan)
    .option("--json", help.json)
    .action(async (profile: string | undefined, given: LoginOptions) => {
      const { loginCommand } = await import("./run.ts");
      await loginCommand({ ...given, ...(profile !== undefined && { profile }) }, options);
    });
};
