/**
 * The figures that scenarios report, and the statistics that they need.
 *
 * @module
 */

/** Numbers by name; the name ends in the unit where there is one. */
export type Figures = Readonly<Record<string, number>>;

/** One line of a scenario's result. */
export interface Row {
  /** The situation, such as the number of callers; empty where there is only one. */
  readonly case: string;
  readonly figures: Figures;
}

/** The value below which so large a part of the values lies, 0 to 1. `NaN` of none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** The middle value, or the mean of the two in the middle. `NaN` of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low = Number.NaN, high = low] = sorted.slice(
    Math.ceil(sorted.length / 2) - 1,
    Math.floor(sorted.length / 2) + 1,
  );
  return (low + high) / 2;
}

/** A number as people read it: three digits that count, and no exponent. */
export function readable(value: number): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d))/g, digits === 0 ? "," : "");
}
