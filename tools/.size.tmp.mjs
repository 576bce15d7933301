import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";
for (const entry of process.argv.slice(2)) {
 const { outputFiles: [u], metafile } = await build({ stdin: { contents: `export * from ${JSON.stringify(entry)};`, resolveDir: process.cwd(), loader: "js" }, bundle: true, format: "esm", platform: "neutral", mainFields: ["module","main"], target: "es2022", write: false, metafile: true });
 const { code } = await minify(u.text, { module: true, compress: { passes: 2 } });
 console.log(entry, code.length, gzipSync(code,{level:9}).length);
 if (process.env.FILES) for (const [f,{bytesInOutput:b}] of Object.entries(Object.values(metafile.outputs)[0].inputs).sort((a,b)=>b[1].bytesInOutput-a[1].bytesInOutput)) console.log(String(b).padStart(7), f);
}
