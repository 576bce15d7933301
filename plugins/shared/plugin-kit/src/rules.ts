import type { Rule } from "@alicred/core";

/** A part of credentials: what a header and a signature can carry, from `!` to `~`. A line end is easily copied along. */
export const printable: Rule = {
  accepts: (value) => typeof value === "string" && /^[!-~]+$/.test(value),
  complaint: "is missing or not printable ASCII without spaces",
};

/** A `Date` that is a time. */
export const date: Rule = {
  accepts: (value) => value instanceof Date && !Number.isNaN(value.getTime()),
  complaint: "is not a valid Date",
};

/** A list of texts, none of them empty. */
export const texts: Rule = {
  accepts: (value) => Array.isArray(value) && value.every((each) => typeof each === "string" && each !== ""),
  complaint: "is not a list of texts",
};

/** A whole number, `min` and `max` included. */
export function wholeNumber(min: number, max: number): Rule {
  return {
    accepts: (value) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
    complaint: `is not a whole number from ${min} to ${max}`,
  };
}
