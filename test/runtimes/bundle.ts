import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export interface Bundles {
  /** Path of the ES module for workerd. */
  readonly worker: string;
  /** Path of the classic script for EdgeVM and Chromium. */
  readonly script: string;
}

/** Bundles the cases for the runtimes that read no TypeScript. A `node:` import fails the build: the platform is neutral. */
export async function bundleCases(outDir: string): Promise<Bundles> {
  const bundle = async (entry: string, format: "esm" | "iife"): Promise<string> => {
    const outfile = join(outDir, entry.replace(/\.ts$/, ".js"));
    await build({
      entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
      outfile,
      bundle: true,
      format,
      platform: "neutral",
      mainFields: ["module", "main"],
      target: "es2022",
      logLevel: "warning",
    });
    return outfile;
  };
  return { worker: await bundle("entry-worker.ts", "esm"), script: await bundle("entry-script.ts", "iife") };
}
