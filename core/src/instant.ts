/**
 * `readInstant`: the one reader of times at which something ends.
 *
 * @module
 */

/** The first instant, in the year 2286, that has more than 13 digits in milliseconds and 10 in seconds. */
const TOO_LATE_MS = 1e13;

/**
 * A time in epoch milliseconds, from a `Date`, from milliseconds, or from a text in ISO 8601 with its zone. Nothing else
 * is guessed: `Date.parse` alone reads the year 3600 out of "3600", and a time without a zone as local.
 *
 * @returns `undefined` for anything else, and for a time before 1970 or after 2286.
 */
export function readInstant(value: unknown): number | undefined {
  const isReadable =
    typeof value === "number" ||
    value instanceof Date ||
    (typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-][\d:]+)$/.test(value));
  const ms = isReadable ? new Date(value).getTime() : Number.NaN;
  return ms >= 0 && ms < TOO_LATE_MS ? ms : undefined;
}
