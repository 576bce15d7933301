import { Option } from "commander";
import {
  type DefineCommand,
  type Examples,
  withCacheOption,
  withHelp,
  withSourceOptions,
} from "../../command/define.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { parsePort } from "../simulate/options.ts";
import type { ServeOptions } from "./run.ts";

const SHELLS = ["bash", "zsh", "fish", "powershell", "cmd", "dotenv"];

const en = {
  description:
    "Serves credentials by a credentials URI, which the SDKs, Terraform and the aliyun CLI read, to the programs of this machine alone. Every answer is fresh.",
  profiles: "profiles of config.json (default: what an SDK would use)",
  port: "port to listen at",
  anyPort: "any that is free",
  ecs: "serve as the metadata service of an ECS instance, in both of its versions",
  host: "with --ecs: the address to listen at, 100.100.100.200 included",
  container: "serve containers, at the address of the engine's bridge or at this one",
  tokenFile: "keep the secret part of the address in this file, so that it stays the same",
  printEnv: "print the variables that lead clients here, for a shell or a .env file",
  json: "print one line of JSON, for programs",
  examples: [
    ["alicred serve prod", "print the address of a profile's credentials, and serve them"],
    ["alicred serve prod audit", "several profiles, each with an address"],
    ["alicred serve prod --print-env bash > env.sh &", "then: . ./env.sh"],
    ["alicred serve prod --container", "for containers, at the address of docker0"],
    ["alicred serve prod --ecs", "for tools that know only the role of an ECS instance"],
  ] as Examples,
};

const zh: typeof en = {
  description:
    "通过凭证 URI（SDK、Terraform 和阿里云 CLI 均可读取）仅向本机程序提供访问凭证，每次回答都保持有效。",
  profiles: "config.json 中的配置名称（默认：SDK 会使用的凭证）",
  port: "监听的端口",
  anyPort: "任一空闲端口",
  ecs: "以 ECS 实例元数据服务的方式提供，支持普通模式与加固模式",
  host: "与 --ecs 同用：监听的地址，可为 100.100.100.200",
  container: "供容器使用，监听容器引擎的网桥地址或给出的地址",
  tokenFile: "把地址中保密的部分存入此文件，使地址保持不变",
  printEnv: "输出让客户端访问此服务的环境变量，供某个 shell 或 .env 文件使用",
  json: "输出一行 JSON，供程序读取",
  examples: [
    ["alicred serve prod", "显示某个配置的凭证地址，并提供服务"],
    ["alicred serve prod audit", "多个配置，各有一个地址"],
    ["alicred serve prod --print-env bash > env.sh &", "然后执行：. ./env.sh"],
    ["alicred serve prod --container", "供容器使用，监听 docker0 的地址"],
    ["alicred serve prod --ecs", "供只认识 ECS 实例角色的工具使用"],
  ] as Examples,
};

export const serveHelp: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred serve` on the command line. */
export const defineServe: DefineCommand = (command, options) => {
  const help = serveHelp();
  withCacheOption(withSourceOptions(withHelp(command, help)))
    .argument("[profiles...]", help.profiles)
    .addOption(new Option("--port <port>", help.port).argParser(parsePort).default(0, help.anyPort))
    .option("--ecs", help.ecs)
    .option("--host <address>", help.host)
    .option("--container [address]", help.container)
    .option("--token-file <path>", help.tokenFile)
    .addOption(new Option("--print-env <shell>", help.printEnv).choices(SHELLS).conflicts("json"))
    .option("--json", help.json)
    .action(async (names: readonly string[], given: ServeOptions) => {
      const { serveCommand } = await import("./run.ts");
      await serveCommand(names, given, options);
    });
};
