import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

/** A Worker of this folder in Miniflare, with an object for sessions and a KV namespace. */
export async function startWorker(file: string): Promise<Miniflare> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(file, import.meta.url))],
    write: false,
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
  });
  return new Miniflare({
    modules: true,
    script: outputFiles[0]?.text ?? "",
    compatibilityDate: "2026-04-01",
    durableObjects: { SESSIONS: { className: "SessionObject", useSQLite: true } },
    kvNamespaces: ["KV"],
    cf: false,
  });
}
