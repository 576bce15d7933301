import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { command } from "./command.ts";
import { rootDir } from "./workspace.ts";

/**
 * The script that Bun runs to build the binary, with the target as its argument.
 *
 * A binary that reads `.env` of the folder in which it is run would take credentials from there that nobody asked for; the
 * same goes for what `bunfig.toml` loads. The parser of Terraform's language reads its WebAssembly from a file beside
 * itself, which becomes part of the binary.
 */
const BUILD = `const [outfile, target] = process.argv.slice(1);
const wasm = {
  name: "wasm of the parser of Terraform's language",
  setup(build) {
    build.onLoad({ filter: /hcl2json[\\\\/]build[\\\\/]bridge\\.js$/ }, async ({ path }) => {
      const code = await Bun.file(path).text();
      const contents = code.replace(/fs\\.readFile\\(.*main\\.wasm\\.gz"\\)\\)/, 'fs.readFile(require("../main.wasm.gz"))');
      if (contents === code) throw new Error(path + " reads its WebAssembly in another way");
      return { contents, loader: "js" };
    });
  },
};
await Bun.build({
  entrypoints: ["cli/src/main.ts"],
  minify: true,
  compile: { outfile, autoloadDotenv: false, autoloadBunfig: false, ...(target && { target }) },
  external: ["performance"],
  loader: { ".gz": "file" },
  plugins: [wasm],
});
`;

/** Builds the binary. @returns its path. */
export async function buildBinary(folder: string, target?: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, target?.includes("windows") ? "alicred.exe" : "alicred");
  const targets = target === undefined ? [] : [target];
  await command(join(rootDir, "node_modules/.bin/bun"), ["-e", BUILD, outfile, ...targets], { cwd: rootDir });
  return outfile;
}
