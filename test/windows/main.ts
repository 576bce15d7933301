// npm run test:windows [-- --report FILE]: the packed command and the file store under Wine, by a Node for Windows.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startChecks } from "../../tools/checks.ts";
import { command } from "../../tools/command.ts";
import { writeReport } from "../../tools/part-report.ts";
import { box } from "../../tools/table.ts";
import { rootDir } from "../../tools/workspace.ts";
import { tryCommand } from "./command.ts";
import { tryFileStore } from "./file-store.ts";
import { missingWine, startWindows, type Windows } from "./wine.ts";

const { values } = parseArgs({ options: { report: { type: "string" } } });
const missing = await missingWine();
if (missing !== undefined) {
  const line = `the command and the file store on Windows: ${missing}`;
  console.log(box(["MISSING: not tested on this machine", line]).join("\n"));
  if (values.report !== undefined)
    writeReport(values.report, { passed: 0, skipped: 0, failures: [], missing: [line] });
  if (process.env["CI"] === "true") process.exitCode = 1;
} else {
  const checks = startChecks(values.report);
  const installed = join(rootDir, "build/windows/consumer");
  let windows: Windows | undefined;
  await checks.check("the packages, installed", () => install(installed));
  await checks.check("Windows starts", async () => {
    windows = await startWindows();
    const { output } = await windows.node(["-p", "process.platform + ' ' + process.version"]);
    if (!output.startsWith("win32")) throw new Error(output);
    return output.trim();
  });
  if (windows !== undefined) {
    await tryCommand(checks, windows, installed);
    await tryFileStore(checks, windows, installed);
  }
  checks.finish();
}

/** Installs the tarballs as a consumer does; the packages with native code have none for this mixture of systems. */
async function install(folder: string): Promise<undefined> {
  await command("npm", ["run", "--silent", "build"], { cwd: rootDir, timeoutMs: 600_000 });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  const tarballs = join(rootDir, "build/packages");
  if (!existsSync(tarballs)) throw new Error("npm run build made no tarballs");
  const files = readdirSync(tarballs).map((name) => join(tarballs, name));
  await command("npm", ["install", "--no-audit", "--no-fund", "--omit=optional", ...files], { cwd: folder });
  return undefined;
}
