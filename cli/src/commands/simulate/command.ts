import { Option } from "commander";
import type { DefineCommand, Examples } from "../../command/define.ts";
import { addCommand } from "../../command/define.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { collect, parseInstant, parsePort, parseSpeed, type SimulateOptions } from "./options.ts";

const en = {
  summary: "serve a simulated Alibaba Cloud on this machine, to test any client against, until Ctrl+C",
  port: "port for HTTP",
  anyPort: "any that is free",
  https: "serve HTTPS too, at this port or any that is free",
  world: "JSON that says what exists (default: a world with one of each thing)",
  seed: "all that is random follows from it",
  start: "where the clock begins (default: now)",
  speed: "virtual seconds per real one, 0 to freeze the clock",
  host: "address to listen at",
  allowNonLoopback: "serve other machines too: they can then sign in as anyone in this cloud",
  name: "another name of this machine, for clients that use it; repeatable",
  none: "none",
  json: "print one line of JSON, for programs",
  quiet: "do not print requests as they come",
  examples: [
    ["alicred simulate", "serve at a free port, and say how to reach it"],
    ["alicred simulate --https --port 4400", "HTTPS too, for the official clients"],
    ["alicred simulate --speed 60", "an hour in a minute"],
  ] as Examples,
};

const zh: typeof en = {
  summary: "在本机模拟阿里云，供任何客户端测试，直到按下 Ctrl+C",
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
  json: "输出一行 JSON，供程序读取",
  quiet: "不显示收到的请求",
  examples: [
    ["alicred simulate", "在空闲端口上提供服务，并说明如何访问"],
    ["alicred simulate --https --port 4400", "同时提供 HTTPS，供官方客户端使用"],
    ["alicred simulate --speed 60", "一分钟内走完一小时"],
  ] as Examples,
};

export const simulateHelp: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred simulate` on the command line. */
export const defineSimulate: DefineCommand = (program) => {
  const help = simulateHelp();
  addCommand(program, "simulate", help)
    .addOption(new Option("--port <port>", help.port).argParser(parsePort).default(0, help.anyPort))
    .option("--https [port]", help.https, parsePort)
    .option("--world <file>", help.world)
    .option("--seed <text>", help.seed)
    .option("--start <instant>", help.start, parseInstant)
    .option("--speed <factor>", help.speed, parseSpeed, 1)
    .option("--host <address>", help.host, "127.0.0.1")
    .option("--allow-non-loopback", help.allowNonLoopback)
    .addOption(new Option("--name <host>", help.name).argParser(collect).default([], help.none))
    .option("--json", help.json)
    .option("--quiet", help.quiet)
    .action(async (given: SimulateOptions) => {
      const { simulateCommand } = await import("./run.ts");
      await simulateCommand(given);
    });
};
