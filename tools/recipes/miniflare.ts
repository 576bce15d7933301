import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

/** Runs the Worker of a folder as wrangler would, which is not installed here, and gives its address. */
export async function inMiniflare(folder: string, use: (url: string) => Promise<void>): Promise<void> {
  const read = (file: string): string => readFileSync(join(folder, file), "utf8");
  const config: { main: string; compatibility_date: string; vars: Record<string, string> } = JSON.parse(
    read("wrangler.jsonc"),
  );
  const { outputFiles } = await build({
    entryPoints: [join(folder, config.main)],
    write: false,
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    external: ["cloudflare:workers"],
  });
  const worker = new Miniflare({
    modules: true,
    script: outputFiles[0]?.text ?? "",
    compatibilityDate: config.compatibility_date,
    bindings: { ...config.vars, ...parseEnv(read(".dev.vars")) },
    durableObjects: { SESSIONS: { className: "SessionObject", useSQLite: true } },
    cf: false,
  });
  try {
    const { origin } = await worker.ready;
    await use(origin);
  } finally {
    await worker.dispose();
  }
}
