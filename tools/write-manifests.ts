// Writes what follows from each package.json: its deno.json and tsconfig.json, and the lists of packages in those of the
// root. Run by `npm run manifests`; `npm run test:packages` fails while one of them is out of step.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { command } from "./command.ts";
import { generatedManifests } from "./manifests.ts";
import { binPath, rootDir } from "./workspace.ts";

const manifests = generatedManifests();
for (const { file, content } of manifests)
  writeFileSync(join(rootDir, file), `${JSON.stringify(content, null, 2)}\n`);
const files = manifests.map(({ file }) => file);
await command(binPath("biome"), ["format", "--write", ...files], { cwd: rootDir });
console.log(`${files.length} files`);
