// Checks before a release that its tag is the version of every package: `tsx tools/check-release.ts v0.2.0`.
import { publicPackages } from "./workspace.ts";

const [tag = ""] = process.argv.slice(2);
const different = publicPackages().filter(({ manifest }) => `v${manifest.version}` !== tag);
for (const { dir, manifest } of different) console.error(`${dir}: version ${manifest.version}, tag ${tag}`);
if (different.length > 0) process.exit(1);
console.log(`${publicPackages().length} packages of version ${tag.slice(1)}`);
