/** Sizes minified and gzipped, with everything that the entry point needs. */
export interface BundleBudget {
  /** Shown when passed. */
  readonly aimGzipBytes: number;
  /** More than this is an error. */
  readonly maxGzipBytes: number;
}

/**
 * By entry point. The aims of the presets are beyond what their parts allow: kernel and STS client alone are 10 kB. The
 * limits hold them where they are.
 */
export const bundleBudgets: Readonly<Record<string, BundleBudget>> = {
  "@alicred/core": { aimGzipBytes: 5_600, maxGzipBytes: 6_000 },
  "@alicred/presets/edge": { aimGzipBytes: 12_000, maxGzipBytes: 17_800 },
  "@alicred/presets/terraform-http": { aimGzipBytes: 20_000, maxGzipBytes: 28_000 },
};

/** The official SDK for Node, whose default chain is one class: bundled in the same run, to compare with. */
export const peerEntry = "@alicloud/credentials";
