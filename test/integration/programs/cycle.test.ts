import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rootDir } from "../../../tools/workspace.ts";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

let folder: string;
let log: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alicred-cycle-"));
  log = join(folder, "log");
});
afterEach(() => rm(folder, { recursive: true }));

/** The standard error of a run of Node. */
async function run(...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ["--import", "tsx", ...args], {
    cwd: rootDir,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  await new Promise((resolve) => child.on("close", resolve));
  return stderr;
}

describe("a command that asks for its own credentials is refused before it starts once more", () => {
  test("by the library", async () => {
    await run(path("cycle-program.ts"), log);
    // The first start is the test's own; the second is the command, which is refused a third.
    expect(await readFile(log, "utf8")).toBe("started\nstarted\nPROFILE_CYCLE\nPROCESS_FAILED\n");
  });

  test("by the command line", async () => {
    const [helper, configFile] = [join(folder, "helper.cjs"), join(folder, "config.json")];
    const args = [
      "--import",
      "tsx",
      path("../../../cli/src/main.ts"),
      "resolve",
      "--json",
      "-p",
      "rec",
      "-c",
      configFile,
    ];
    await writeFile(
      helper,
      `require("node:fs").appendFileSync(${JSON.stringify(log)}, "started\\n");
      if (process.env.LEVELS === "xxxx") process.exit(9);
      process.env.LEVELS = (process.env.LEVELS ?? "") + "x";
      process.exitCode = require("node:child_process").spawnSync(process.execPath, ${JSON.stringify(args)}, { stdio: "inherit" }).status;`,
    );
    const command = `${process.execPath} ${helper}`;
    const profiles = [{ name: "rec", mode: "External", process_command: command }];
    await writeFile(configFile, JSON.stringify({ profiles }));
    const stderr = await run(...args.slice(2));
    expect(await readFile(log, "utf8")).toBe("started\n");
    expect(stderr).toContain(
      `alicred: PROFILE_CYCLE\nThe command of an External profile leads back to alicred: rec of ${configFile} > rec of ${configFile}.`,
    );
    expect(stderr).toMatch(/alicred: PROCESS_FAILED/);
  });
});
