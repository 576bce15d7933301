// Run by Bun: bun tools/binary-bundle.js OUTFILE [TARGET]. The command line of Bun has no place for what hcl2json needs.
const [, , outfile, target] = process.argv;

/** Reads its WebAssembly from beside itself: in the binary, from what is embedded. */
const embedHcl = {
  name: "embed the parser of HCL",
  setup(build) {
    build.onLoad({ filter: /hcl2json\/.*bridge\.js$/ }, async ({ path }) => {
      const text = await Bun.file(path).text();
      const contents = text.replace(
        /fs\.readFile\(.*main\.wasm\.gz"\)\)/,
        'fs.readFile(require("../main.wasm.gz"))',
      );
      if (contents === text) throw new Error(`${path} reads its WebAssembly in another way than it did`);
      return { loader: "js", contents };
    });
  },
};

await Bun.build({
  entrypoints: ["cli/src/main.ts"],
  minify: true,
  // A binary that read `.env` of the folder in which it is run would take credentials from there that nobody asked for; what
  // `bunfig.toml` loads would be anybody's code.
  compile: { outfile, ...(target && { target }), autoloadDotenv: false, autoloadBunfig: false },
  external: ["performance"],
  loader: { ".gz": "file" },
  plugins: [embedHcl],
});
