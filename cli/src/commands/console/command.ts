import { Option } from "commander";
import type { DefineCommand, Examples } from "../../command/define.ts";
import { parseFilled, withHelp, withSourceOptions } from "../../command/define.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import type { ConsoleOptions } from "./run.ts";

const en = {
  description:
    "Open the web console as the role of the resolved session, without a password. The address that does so is good for one visit within 30 seconds.",
  profileArgument: "a profile, as with --profile",
  print: "print the address, and nothing else",
  destination: "where to go: a product such as ecs, or an address of the console",
  browser: "open the address with this program",
  copy: "put the address into the clipboard, by the terminal",
  site: "the China site or the international one (default: that of the profile, else cn)",
  endpoint: "the origin of the sign-in service, for proxies and simulators (default: the site's)",
  examples: [
    ["alicred console prod", "open the console as the role of prod"],
    ["alicred console prod --destination oss", "open that of OSS"],
    ["alicred console prod --print", "for a browser elsewhere"],
  ] as Examples,
};

const zh: typeof en = {
  description: "以解析得到的会话的角色身份打开控制台，无需密码。所用的地址只能使用一次，30 秒内有效。",
  profileArgument: "配置名称，与 --profile 相同",
  print: "只输出地址",
  destination: "打开哪里：产品名（如 ecs），或控制台的地址",
  browser: "用此程序打开地址",
  copy: "由终端把地址放入剪贴板",
  site: "中国站或国际站（默认为配置所属站点，否则 cn）",
  endpoint: "登录服务的地址，用于代理和模拟器（默认为所选站点的地址）",
  examples: [
    ["alicred console prod", "以 prod 的角色打开控制台"],
    ["alicred console prod --destination oss", "打开 OSS 控制台"],
    ["alicred console prod --print", "用于别处的浏览器"],
  ] as Examples,
};

export const consoleHelp: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred console` on the command line. */
export const defineConsole: DefineCommand = (command, options) => {
  const help = consoleHelp();
  withSourceOptions(withHelp(command, help).argument("[profile]", help.profileArgument))
    .option("--print", help.print)
    .option("--destination <where>", help.destination, parseFilled)
    .option("--browser <cmd>", help.browser, parseFilled)
    .option("--copy", help.copy)
    .addOption(new Option("--site <site>", help.site).choices(["cn", "intl"]))
    .option("--endpoint <url>", help.endpoint, parseFilled)
    .action(async (profile: string | undefined, given: ConsoleOptions) => {
      const { consoleCommand } = await import("./run.ts");
      await consoleCommand({ ...given, ...(profile !== undefined && { profile }) }, options);
    });
};
