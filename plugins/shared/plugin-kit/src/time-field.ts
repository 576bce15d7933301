import { type Rule, readInstant } from "@alicred/core";

/** The time in a field of a profile. */
export interface FieldTime {
  /** Epoch milliseconds; `undefined` when it is not known. */
  readonly ms: number | undefined;
  /** In which other form it was written, for a warning: `milliseconds`. */
  readonly form?: string;
}

/**
 * Reads a field in which the official clients write epoch seconds, as a number or its text, and 0 for "not known".
 * Milliseconds and a text in ISO 8601 with its zone cannot be mistaken for seconds, and are read too.
 *
 * @returns `undefined` if it is not a time between 1970 and 2286.
 */
export function readTimeField(value: unknown): FieldTime | undefined {
  if (!/^(?:string|number|undefined)$/.test(typeof (value ?? undefined))) return undefined;
  const number = Number(value ?? 0);
  // Seconds have 10 digits at most until 2286, milliseconds 13 since 2001.
  if (number <= 0) return { ms: undefined };
  if (number < 1e10) return { ms: number * 1000 };
  const ms = readInstant(Number.isNaN(number) ? value : number);
  if (ms === undefined || number < 1e12) return undefined;
  return { ms, form: Number.isNaN(number) ? "text" : "milliseconds" };
}

/** The warning about a field whose time is not in seconds; `undefined` for one that is fine. */
export function timeFieldWarning(value: unknown, field: string): string | undefined {
  const form = readTimeField(value)?.form;
  return form && `${field} holds ${form}, where epoch seconds belong. It is read; other tools may not.`;
}

/** Rule for a field that `readTimeField` reads. */
export const timeField: Rule = {
  accepts: (value) => readTimeField(value) !== undefined,
  complaint: "is not a time in epoch seconds",
};
