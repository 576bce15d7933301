import { type Catalogue, catalogue } from "./language.ts";

/**
 * Times for a person: in the time zone of this machine, which is named, and how far away they are. Programs get UTC.
 *
 * @module
 */

const en = {
  unknown: "not known",
  units: { d: "d", h: "h", min: "min", s: "s" },
  in: (time: string, span: string): string => `${time}, in ${span}`,
  ago: (time: string, span: string): string => `${time}, ${span} ago`,
};

const zh: typeof en = {
  unknown: "未知",
  units: { d: "天", h: "小时", min: "分钟", s: "秒" },
  in: (time, span) => `${time}，${span}后`,
  ago: (time, span) => `${time}，${span}前`,
};

export const expiryText: Catalogue<typeof en> = catalogue({ en, zh });

const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
] as const;

/** The instant at which something ends: `14:05 (UTC+8), in 41 min`, or `… 41 min ago` once it has. */
export function describeExpiry(expiration: Date | undefined, nowMs: number): string {
  const text = expiryText();
  if (expiration === undefined) return text.unknown;
  const spanMs = expiration.getTime() - nowMs;
  const time = describeTime(expiration, nowMs);
  return spanMs > 0 ? text.in(time, describeSpan(spanMs)) : text.ago(time, describeSpan(-spanMs));
}

/** An instant by the clock of this machine: `14:05 (UTC+8)`, with its date when that is not today. */
export function describeTime(instant: Date, nowMs: number): string {
  const day = dayOf(instant);
  const clock = `${two(instant.getHours())}:${two(instant.getMinutes())}`;
  return `${day === dayOf(new Date(nowMs)) ? "" : `${day} `}${clock} (${zoneOf(instant)})`;
}

/** A span in its two largest units, the second only where it counts: `3 h 59 min`, `41 min`, `30 s`. */
export function describeSpan(spanMs: number): string {
  const { units } = expiryText();
  let restMs = Math.max(0, Math.round(spanMs / 1_000) * 1_000);
  const counts = UNITS.map(([unit, unitMs]) => {
    const count = Math.floor(restMs / unitMs);
    restMs -= count * unitMs;
    return { unit, count };
  });
  const first = counts.findIndex(({ count }) => count > 0);
  const [largest, next] = first < 0 ? [] : counts.slice(first);
  if (largest === undefined) return `0 ${units.s}`;
  // Seconds beside ten minutes and more say nothing.
  const isRound = largest.unit === "min" && largest.count >= 10;
  const shown = next === undefined || next.count === 0 || isRound ? [largest] : [largest, next];
  return shown.map(({ unit, count }) => `${count} ${units[unit]}`).join(" ");
}

function dayOf(instant: Date): string {
  return `${instant.getFullYear()}-${two(instant.getMonth() + 1)}-${two(instant.getDate())}`;
}

/** `UTC`, `UTC+8`, `UTC-3:30`. */
function zoneOf(instant: Date): string {
  const minutes = -instant.getTimezoneOffset();
  if (minutes === 0) return "UTC";
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? "-" : "+"}${hours}${rest === 0 ? "" : `:${two(rest)}`}`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
