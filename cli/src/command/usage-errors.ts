import { COMMANDS, nameIn } from "../commands.ts";
import { language } from "../terminal/language.ts";
import { helpText } from "./help-text.ts";

/** The messages of the library that reads the command line, and their Chinese. */
const CHINESE: readonly (readonly [english: RegExp, chinese: string])[] = [
  [/^error: /, "错误："],
  [/unknown option '(.*?)'/, "未知选项 $1"],
  [/unknown command '(.*?)'/, "未知命令 $1"],
  [/\(Did you mean (?:one of )?(.*?)\?\)/, "（您是否想用 $1？）"],
  [/missing required argument '(.*?)'/, "缺少参数 $1"],
  [/option '(.*?)' argument missing/, "选项 $1 需要一个值"],
  [/required option '(.*?)' not specified/, "缺少选项 $1"],
  [
    /too many arguments(?: for '.*?')?\. Expected (\d+) arguments? but got (\d+)(?:: .*?)?\./,
    "参数过多：最多 $1 个，收到 $2 个。",
  ],
  [/option '(.*?)' cannot be used with option '(.*?)'/, "选项 $1 与 $2 不能同时使用"],
  [/option '(.*?)' argument '(.*?)' is invalid\./, "选项 $1 的值 $2 无效。"],
  [/command-argument value '(.*?)' is invalid for argument '(.*?)'\./, "参数 $2 的值 $1 无效。"],
  [/ ?Allowed choices are (.*?)\./, "可选值：$1。"],
];

/** A message about wrong use, in the language of the moment. */
export function usageError(english: string): string {
  const message =
    language() === "en"
      ? english
      : CHINESE.reduce((text, [pattern, chinese]) => text.replace(pattern, chinese), english);
  const [, name = ""] = /unknown command '(.*?)'/.exec(english) ?? [];
  const places = placesOf(name);
  // Instead of names that are only similar.
  return places.length === 0
    ? message
    : `${message.split("\n", 1)}\n${helpText().places(places.join(", "))}\n`;
}

/** Where there is a command of this name. */
function placesOf(name: string): readonly string[] {
  return Object.values(COMMANDS)
    .flat()
    .flatMap(({ usage, family = [] }) => {
      const command = `alicred ${nameIn(usage)}`;
      if (nameIn(usage) === name) return [command];
      return family.includes(name) ? [`${command} ${name}`] : [];
    });
}
