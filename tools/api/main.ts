// npm run test:api: fails where the public signatures of an entry point are not those in test/api. `npm run api` writes them there.
// Both read what `tsc -b` has built.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startChecks } from "../checks.ts";
import { rootDir } from "../workspace.ts";
import { difference } from "./difference.ts";
import { apiReports } from "./reports.ts";

const { values } = parseArgs({
  options: { write: { type: "boolean", default: false }, report: { type: "string" } },
});
const folder = join(rootDir, "test/api");
const reports = apiReports();
const known = new Set(reports.map(({ file }) => file));
mkdirSync(folder, { recursive: true });
const strangers = readdirSync(folder).filter((name) => name.endsWith(".api.md") && !known.has(name));

if (values.write) {
  for (const name of strangers) rmSync(join(folder, name));
  const changed = reports.filter(({ file, text }) => text !== committed(file));
  for (const { file, text } of changed) writeFileSync(join(folder, file), text);
  console.log(`${reports.length} entry points, ${changed.length + strangers.length} reports changed`);
} else {
  const checks = startChecks(values.report);
  for (const { entry, file, text } of reports) {
    await checks.check(`${entry}: its public signatures are those of test/api/${file}`, () => {
      const changes = difference(committed(file), text);
      if (changes.length > 0)
        throw new Error(
          [...changes, "If the change is meant: npm run api, and say so in the changelog."].join("\n"),
        );
      return undefined;
    });
  }
  await checks.check("every report is of an entry point", () => {
    if (strangers.length > 0) throw new Error(`no longer one: ${strangers.join(", ")}. Run npm run api.`);
    return undefined;
  });
  checks.finish();
}

function committed(file: string): string {
  const path = join(folder, file);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
