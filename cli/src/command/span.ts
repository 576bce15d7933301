import { InvalidArgumentError } from "commander";
import { type Catalogue, catalogue } from "../terminal/language.ts";

const en = {
  invalidSpan: "Write a span with its unit, such as 90s, 5min or 1h; 0 for none.",
};

const zh: typeof en = {
  invalidSpan: "请写出带单位的时长，例如 90s、5min 或 1h；0 表示无要求。",
};

export const spanText: Catalogue<typeof en> = catalogue({ en, zh });

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };

/**
 * A span of a command line, in milliseconds: a whole number with its unit (`s`, `m` or `min`, `h`), or `0`.
 *
 * @throws {InvalidArgumentError} for anything else; without a unit it might be seconds or minutes.
 */
export function parseSpan(text: string): number {
  const [, digits = "", unit = ""] = /^(\d{1,6}) ?(s|m|min|h)$/.exec(text) ?? [];
  const unitMs = UNIT_MS[unit];
  if (unitMs !== undefined) return Number(digits) * unitMs;
  if (/^0+$/.test(text)) return 0;
  throw new InvalidArgumentError(spanText().invalidSpan);
}
