import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { worldJsonSchema } from "../../src/mod.ts";

/** Run by `npm run schema` in this package. */
writeFileSync(
  fileURLToPath(new URL("../../world.schema.json", import.meta.url)),
  `${JSON.stringify(worldJsonSchema(), null, 2)}\n`,
);
