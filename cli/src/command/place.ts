import { language } from "../terminal/language.ts";

/** The places that sources name, and their Chinese. Names of variables, fields and profiles stay as they are. */
const CHINESE: readonly (readonly [english: RegExp, chinese: string])[] = [
  [/^profile "(.*)"$/s, '配置 "$1"'],
  [/^field (\w+) of profile "(.*)"$/s, '配置 "$2" 的字段 $1'],
  [/^field (\w+) \("(.*)"\)$/s, '字段 $1（"$2"）'],
  [/^field (\w+)$/, "字段 $1"],
  [/^environment variables (.*), all three$/s, "环境变量 $1（三个都需要）"],
  [/^profiles, which environment variable (\w+) switches off$/, "配置（已由环境变量 $1 关闭）"],
  [/^ECS metadata, which environment variable (\w+) switches off$/, "ECS 元数据（已由环境变量 $1 关闭）"],
  [/^environment variables? (.*)$/s, "环境变量 $1"],
  [/^argument (.*)$/s, "参数 $1"],
  [/^file (.*)$/s, "文件 $1"],
  [/^the default path \((.*)\)$/s, "默认路径（$1）"],
  [/^the default path$/, "默认路径"],
  [/^output of (.*)$/s, "$1 的输出"],
  [/^ECS metadata service at (\S+)$/, "ECS 元数据服务 $1"],
  [/^ECS metadata service at (\S+) \((.*)\)$/s, "ECS 元数据服务 $1（$2）"],
  [/^store file, (\d+) s old, (-?\d+) s left$/, "之前的运行保留的会话（$1 秒前取得，剩余 $2 秒）"],
];

/** The place that a value is from, in the reader's language. */
export function placeText(place: string): string {
  if (language() === "en") return place;
  const [pattern, chinese] = CHINESE.find(([english]) => english.test(place)) ?? [];
  return pattern === undefined || chinese === undefined ? place : place.replace(pattern, chinese);
}
