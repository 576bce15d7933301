// `npm run build:binary [-- TARGET]`: the command in one file that runs without Node, in `build/binary/`. TARGET is one of Bun's, such as
// `bun-linux-arm64`, whose runtime Bun then fetches.
import { statSync } from "node:fs";
import { join } from "node:path";
import { buildBinary } from "./binary.ts";
import { rootDir } from "./workspace.ts";

const path = await buildBinary(join(rootDir, "build/binary"), process.argv[2]);
console.log(`${path}: ${Math.round(statSync(path).size / 1e6)} MB`);
