// Rewrites the generated parts of the documents. Run by `npm run docs:tables`.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rootDir } from "../workspace.ts";
import { generatedDocuments, regenerated } from "./generated.ts";

for (const document of generatedDocuments()) {
  const text = await regenerated(document);
  if (text === document.text) continue;
  writeFileSync(join(rootDir, document.file), text);
  console.log(document.file);
}
