const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Milliseconds of a duration: a number is taken as milliseconds; text is a sum of parts such as `"90s"`, `"6h"`,
 * `"1d 12h"`, `"250ms"` (units `ms`, `s`, `m`, `h`, `d`).
 *
 * @throws `TypeError` when it is negative, not finite or not of this form.
 */
export function durationMs(duration: number | string): number {
  const ms = typeof duration === "number" ? duration : parse(duration);
  if (!Number.isFinite(ms) || ms < 0) {
    throw new TypeError(
      `a duration must be a finite number of milliseconds, or text like "90s", "6h", "1d 12h": got ${JSON.stringify(duration)}`,
    );
  }
  return ms;
}

function parse(text: string): number {
  if (!/^(?:\s*\d+(?:\.\d+)?(?:ms|s|m|h|d))+\s*$/.test(text)) return Number.NaN;
  let total = 0;
  for (const [, amount = "", unit = ""] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    total += Number(amount) * (UNIT_MS[unit] ?? Number.NaN);
  }
  return total;
}
