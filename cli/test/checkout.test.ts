import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };

test("the command of a checkout runs the sources, in any folder, and knows its version", async () => {
  const bin = fileURLToPath(new URL(manifest.bin.alicred, new URL("../", import.meta.url)));
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [bin, "--version"], {
    cwd: tmpdir(),
  });
  expect({ stdout, stderr }).toEqual({ stdout: `${manifest.version}\n`, stderr: "" });
});
