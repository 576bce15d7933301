import { Argument } from "commander";
import { type DefineCommand, type Examples, parseFilled, withHelp } from "../../command/define.ts";
import { helpText } from "../../command/help-text.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { SCENARIO_NAMES } from "./names.ts";
import type { BenchOptions } from "./run.ts";

const en = {
  description:
    "Runs scenarios with a plugin below the cache of a resolver: hits, callers that come all at once, refreshes under load, an upstream that fails, clocks that are set, a virtual day. Its service is asked once; later answers are replayed, as slowly and as badly as the scenario wants. Without a plugin the cache alone is measured. Exit code 1 if something that must never happen did.",
  scenarios: "those to run (default: all)",
  plugin: "a module that exports a plugin, or a subject: create(), get(), close()",
  options: "the options of the plugin's source, as JSON",
  quick: "a first look, in a fraction of the time",
  examples: [
    ["alicred bench --quick", "the cache alone, in a minute"],
    ["alicred bench --plugin ./dist/mod.js", "a plugin, in some minutes"],
    ["alicred bench tail --plugin ./dist/mod.js --json", "one scenario, for a program"],
  ] as Examples,
};

const zh: typeof en = {
  description:
    "在 resolver 的缓存之下用插件运行各种场景：缓存命中、大量调用同时到达、负载下的刷新、上游故障、时钟被调整、虚拟的一天。插件的服务只被调用一次；之后重放其回复，快慢和故障由场景决定。不指定插件时只测量缓存本身。若发生了绝不应发生的情况，退出码为 1。",
  scenarios: "要运行的场景（默认：全部）",
  plugin: "导出插件或被测对象（create()、get()、close()）的模块",
  options: "插件来源的选项，JSON 格式",
  quick: "快速浏览，只用一小部分时间",
  examples: [
    ["alicred bench --quick", "只测量缓存本身，约一分钟"],
    ["alicred bench --plugin ./dist/mod.js", "测量一个插件，需几分钟"],
    ["alicred bench tail --plugin ./dist/mod.js --json", "一个场景，供程序读取"],
  ] as Examples,
};

export const benchHelp: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred bench` on the command line. */
export const defineBench: DefineCommand = (command) => {
  const help = benchHelp();
  withHelp(command, help)
    .addArgument(new Argument("[scenarios...]", help.scenarios).choices(SCENARIO_NAMES))
    .option("--plugin <module>", help.plugin, parseFilled)
    .option("--options <json>", help.options, parseFilled)
    .option("--quick", help.quick)
    .option("--json", helpText().json)
    .action(async (scenarios: readonly string[], given: BenchOptions) => {
      const { benchCommand } = await import("./run.ts");
      await benchCommand(scenarios, given);
    });
};
