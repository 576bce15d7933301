/** `ALICRED_CASES`: how many cases a suite of many tries at most, for a quick look while the code is edited. */
export const MOST_CASES: number = Number(process.env["ALICRED_CASES"] ?? Number.POSITIVE_INFINITY);

/** How many cases a suite tries: all of them, unless `ALICRED_CASES` is less. */
export function casesOf(all: number): number {
  return Math.min(all, MOST_CASES);
}
