import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

let bundled: Promise<string> | undefined;

/** The path of the command as one program, which starts much faster than from source. */
export function bundledCommand(): Promise<string> {
  bundled ??= (async () => {
    const outdir = mkdtempSync(join(tmpdir(), "alicred-bundled-"));
    process.once("exit", () => rmSync(outdir, { recursive: true, force: true }));
    await build({
      entryPoints: { alicred: main },
      bundle: true,
      splitting: true,
      platform: "node",
      format: "esm",
      outdir,
      outExtension: { ".js": ".mjs" },
      external: ["@napi-rs/keyring", "@cdktn/hcl2json", "open"],
      banner: {
        js: 'import { createRequire as ofModule } from "node:module"; const require = ofModule(import.meta.url);',
      },
      logLevel: "error",
    });
    return join(outdir, "alicred.mjs");
  })();
  return bundled;
}
