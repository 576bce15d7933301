/** Sizes minified and gzipped, with everything that the package needs. */
export interface BundleBudget {
  /** Shown when passed. */
  readonly aimGzipBytes: number;
  /** More than this is an error. */
  readonly maxGzipBytes: number;
}

export const bundleBudgets: Readonly<Record<string, BundleBudget>> = {
  "@alicred/core": { aimGzipBytes: 6_000, maxGzipBytes: 8_000 },
};
