import type { Rule } from "@alicred/core";

/** A `Date` that is a time. */
export const date: Rule = [
  (value) => value instanceof Date && !Number.isNaN(value.getTime()),
  "is not a valid Date",
];

/** A list of texts, none of them empty. */
export const texts: Rule = [
  (value) => Array.isArray(value) && value.every((each) => typeof each === "string" && each !== ""),
  "is not a list of texts",
];

/** A whole number, `min` and `max` included. */
export function wholeNumber(min: number, max: number): Rule {
  return [
    (value) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
    `is not a whole number from ${min} to ${max}`,
  ];
}
