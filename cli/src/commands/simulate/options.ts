import { InvalidArgumentError } from "commander";
import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  port: "A port is from 0 (any) to 65535.",
  token: "A token is at least 16 letters, digits or any of . _ ~ + / -.",
  speed: "0 freezes the clock, 1 is real time, 60 is a minute a second.",
  upstream: "Write an origin, such as http://127.0.0.1:4400.",
  instant: "Write an instant with its zone, such as 2026-01-07T08:00:00Z.",
  needsRecord: (option: string): string =>
    `option '${option}' is for a recording: add --record FILE, or leave it out`,
};

const zh: typeof en = {
  port: "端口为 0（任意）至 65535。",
  token: "令牌至少 16 个字符，可用字母、数字和 . _ ~ + / -。",
  speed: "0 使时钟停止，1 为真实时间，60 为每秒一分钟。",
  upstream: "请写出来源地址，例如 http://127.0.0.1:4400。",
  instant: "请写出带时区的时刻，例如 2026-01-07T08:00:00Z。",
  needsRecord: (option) => `选项 ${option} 用于录制：请加上 --record FILE，或省略该选项`,
};

export const simulateOptionsText: Catalogue<typeof en> = catalogue({ en, zh });

/** The options of `alicred simulate`. */
export interface SimulateOptions {
  readonly port: number;
  /** `true` for any free port. */
  readonly https?: number | true;
  readonly host: string;
  readonly name: readonly string[];
  readonly allowNonLoopback?: true;
  readonly world?: string;
  readonly seed?: string;
  readonly start?: number;
  readonly speed: number;
  readonly token?: string;
  readonly ca?: string;
  readonly caOut?: string;
  readonly tokenFile?: string;
  readonly envOut?: string;
  readonly state?: string;
  readonly record?: string;
  readonly recordHost?: readonly string[];
  readonly upstream?: string;
  readonly replay?: string;
  readonly untilEof?: true;
  readonly redact?: true;
  readonly json?: true;
  readonly quiet?: true;
}

/** The variable that stands for an option, such as `ALICRED_SIMULATE_CA_OUT` for `--ca-out`. */
export function variableOf(flags: string): string {
  const [, name = ""] = /^--([a-z-]+)/.exec(flags) ?? [];
  return `ALICRED_SIMULATE_${name.replaceAll("-", "_").toUpperCase()}`;
}

/** Whether the text of a variable says that an option without a value is not wanted. */
export function isDenial(text: string | undefined): boolean {
  return /^(?:0|false|no|off)$/i.test(text ?? "");
}

/** Whether an address to listen at is reached from this machine alone. */
export function isLoopbackAddress(host: string): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}

/** A port of a command line. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError(simulateOptionsText().port);
  return port;
}

/** A port for HTTPS, or any: a variable cannot be without a value. */
export function parseSecurePort(text: string): number | true {
  return /^(?:true|yes|on|false|no|off)$/i.test(text) ? true : parsePort(text);
}

/** The origin that recorded requests are sent to. */
export function parseUpstream(text: string): string {
  if (!/^https?:\/\/[^/?#@]+\/?$/i.test(text) || !URL.canParse(text))
    throw new InvalidArgumentError(simulateOptionsText().upstream);
  return text;
}

/** Returns the option that means nothing without a recording, if one is given without. */
export function strayOption({ record, recordHost = [], upstream }: SimulateOptions): string | undefined {
  if (record !== undefined) return undefined;
  if (upstream !== undefined) return "--upstream <url>";
  return recordHost.length > 0 ? "--record-host <host>" : undefined;
}

/** A token of the control API. */
export function parseToken(text: string): string {
  if (!/^[\w.~+/-]{16,}$/.test(text)) throw new InvalidArgumentError(simulateOptionsText().token);
  return text;
}

/** A speed of a clock: virtual seconds per real one. */
export function parseSpeed(text: string): number {
  const speed = Number(text);
  if (text === "" || !(speed >= 0) || !Number.isFinite(speed))
    throw new InvalidArgumentError(simulateOptionsText().speed);
  return speed;
}

/** An instant of a command line, in epoch milliseconds. Without its zone it would be another one on each machine. */
export function parseInstant(text: string): number {
  // Here and not by the kernel, so that the command line starts without it.
  const ms = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  const day = text.slice(0, 10);
  // Engines take the 31st of a month that has 30 days for the first of the next.
  if (Number.isNaN(ms) || !new Date(Date.parse(day)).toISOString().startsWith(day))
    throw new InvalidArgumentError(simulateOptionsText().instant);
  return ms;
}

/** Adds to what was given before; names may be separated by commas. */
export function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, ...text.toLowerCase().split(",").filter(Boolean)];
}
