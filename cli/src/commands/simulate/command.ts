import { type Command, Option } from "commander";
import type { DefineCommand, Examples } from "../../command/define.ts";
import { parseFilled, withHelp } from "../../command/define.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import {
  collect,
  isDenial,
  parseInstant,
  parsePort,
  parseSecurePort,
  parseSpeed,
  parseToken,
  parseUpstream,
  type SimulateOptions,
  simulateOptionsText,
  strayOption,
  variableOf,
} from "./options.ts";

const en = {
  port: "port for HTTP",
  anyPort: "any that is free",
  https: "serve HTTPS too, at this port or any that is free",
  world: "JSON that says what exists (default: a world with one of each thing)",
  seed: "the seed of everything random",
  start: "where the clock begins (default: now)",
  speed: "virtual seconds per real one, 0 to freeze the clock",
  host: "address to listen at",
  allowNonLoopback: "serve other machines too: they can then sign in as anyone in this cloud",
  name: "another name of this machine, for clients that use it; repeatable",
  none: "none",
  token: "token of the control API (default: a new one each time)",
  ca: "keep the certificate authority in this file, with its key; created if it does not exist",
  caOut: "write the certificate that clients are to trust into this file",
  tokenFile: "keep the OIDC token in this file",
  envOut: "write the variables into this file as NAME=value, once the ports answer",
  state: "continue from this file, if it exists, and save the state there at the end",
  record:
    "send requests on to THE REAL CLOUD, and keep them and their replies in this file, without secrets and signatures",
  recordHost: "another host that may be recorded; repeatable",
  upstream: "send recorded requests to this address instead of the real hosts",
  replay: "answer from this recording; nothing leaves the machine",
  untilEof: "end when standard input ends too, so with the program that started this one",
  redact: "print what comes on standard input without secrets, and end",
  json: "print one line of JSON, for programs",
  quiet: "do not print requests as they come",
  examples: [
    ["alicred simulate", "serve at a free port, and say how to reach it"],
    ["alicred simulate --port 4400 --env-out cloud.env", "for containers and CI"],
    ["alicred simulate --speed 60", "an hour in a minute"],
    ["alicred simulate --replay calls.json", "answer as a recording by --record has it"],
    ["alicred simulate --redact < reply.txt", "a reply that can be shown to others"],
  ] as Examples,
};

const zh: typeof en = {
  port: "HTTP 端口",
  anyPort: "任一空闲端口",
  https: "同时提供 HTTPS，使用此端口或任一空闲端口",
  world: "描述模拟世界的 JSON 文件（默认：每样各有一个）",
  seed: "所有随机值由它决定",
  start: "时钟的起点（默认：现在）",
  speed: "真实一秒对应的虚拟秒数，0 表示时钟静止",
  host: "监听的地址",
  allowNonLoopback: "也为其他机器服务：它们可以以此模拟云中任何人的身份登录",
  name: "本机的另一个名称，供使用它的客户端；可重复",
  none: "无",
  token: "控制接口的令牌（默认：每次新生成）",
  ca: "将证书颁发机构及其私钥保存在此文件中；不存在则创建",
  caOut: "将客户端应信任的证书写入此文件",
  tokenFile: "将 OIDC 令牌保存在此文件中",
  envOut: "端口就绪后，将变量以 NAME=value 的形式写入此文件",
  state: "若此文件存在则从中继续，并在结束时将状态保存于此",
  record: "将请求转发到真实的阿里云，并把请求和回复保存在此文件中，去除密钥和签名",
  recordHost: "另一个允许录制的主机；可重复",
  upstream: "将录制的请求发往此地址，而非真实主机",
  replay: "按此录制文件回复；没有请求离开本机",
  untilEof: "标准输入结束时也结束，即随启动它的程序一起结束",
  redact: "去除标准输入内容中的密钥后输出，然后结束",
  json: "输出一行 JSON，供程序读取",
  quiet: "不显示收到的请求",
  examples: [
    ["alicred simulate", "在空闲端口上提供服务，并说明如何访问"],
    ["alicred simulate --port 4400 --env-out cloud.env", "用于容器和 CI"],
    ["alicred simulate --speed 60", "一分钟内走完一小时"],
    ["alicred simulate --replay calls.json", "按 --record 的录制回复"],
    ["alicred simulate --redact < reply.txt", "可以给他人看的回复"],
  ] as Examples,
};

export const simulateHelp: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred simulate` on the command line. A variable stands for each option, for containers. */
export const defineSimulate: DefineCommand = (command) => {
  const help = simulateHelp();
  const option = (flags: string, text: string): Option => new Option(flags, text).env(variableOf(flags));
  withHelp(command, help)
    .addOption(option("--port <port>", help.port).argParser(parsePort).default(0, help.anyPort))
    .addOption(option("--https [port]", help.https).argParser(parseSecurePort))
    .addOption(option("--world <file>", help.world).argParser(parseFilled))
    .addOption(option("--seed <text>", help.seed))
    .addOption(option("--start <instant>", help.start).argParser(parseInstant))
    .addOption(option("--speed <factor>", help.speed).argParser(parseSpeed).default(1))
    .addOption(option("--host <address>", help.host).argParser(parseFilled).default("127.0.0.1"))
    .addOption(option("--allow-non-loopback", help.allowNonLoopback))
    .addOption(option("--name <host>", help.name).argParser(collect).default([], help.none))
    .addOption(option("--token <token>", help.token).argParser(parseToken))
    .addOption(option("--ca <file>", help.ca).argParser(parseFilled))
    .addOption(option("--ca-out <file>", help.caOut).argParser(parseFilled))
    .addOption(option("--token-file <file>", help.tokenFile).argParser(parseFilled))
    .addOption(option("--env-out <file>", help.envOut).argParser(parseFilled))
    .addOption(option("--state <file>", help.state).argParser(parseFilled))
    .addOption(
      option("--record <file>", help.record)
        .argParser(parseFilled)
        .conflicts(["replay", "world", "seed", "start", "speed", "state"]),
    )
    .addOption(option("--record-host <host>", help.recordHost).argParser(collect).default([], help.none))
    .addOption(option("--upstream <url>", help.upstream).argParser(parseUpstream))
    .addOption(
      option("--replay <file>", help.replay).argParser(parseFilled).conflicts(["world", "seed", "state"]),
    )
    .addOption(option("--until-eof", help.untilEof))
    .addOption(option("--redact", help.redact))
    .addOption(option("--json", help.json))
    .addOption(option("--quiet", help.quiet))
    .action(async (given: SimulateOptions, command: Command) => {
      const stray = strayOption(given);
      if (stray !== undefined) command.error(`error: ${simulateOptionsText().needsRecord(stray)}`);
      const { simulateCommand } = await import("./run.ts");
      await simulateCommand(withoutDenied(given, command));
    });
};

/** Leaves out the options without a value whose variable says no; that they are set is all the library looks at. */
function withoutDenied(given: SimulateOptions, command: Command): SimulateOptions {
  const denied = command.options.filter(
    (option) =>
      option.envVar !== undefined &&
      !option.required &&
      command.getOptionValueSource(option.attributeName()) === "env" &&
      isDenial(process.env[option.envVar]),
  );
  const names = denied.map((option) => option.attributeName());
  return Object.fromEntries(
    Object.entries(given).filter(([name]) => !names.includes(name)),
  ) as unknown as SimulateOptions;
}
