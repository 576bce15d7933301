// A `process_command` starts one program with the arguments that its line says; no shell ever reads it.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { external } from "@alicred/external";
import { expect, onTestFinished, test } from "vitest";

/** Prints credentials whose id tells the arguments, in hexadecimal. */
const PROGRAM = `const args = Buffer.from(JSON.stringify(process.argv.slice(2))).toString("hex");
console.log(JSON.stringify({ mode: "AK", access_key_id: args, access_key_secret: "canary-secret" }));`;

// Windows splits a line by rules of its own, which have their tests beside the External mode.
test.skipIf(process.platform === "win32").each<[line: string, args: readonly string[]]>([
  ["; touch marker", [";", "touch", "marker"]],
  ["&& touch marker", ["&&", "touch", "marker"]],
  ["| tee marker", ["|", "tee", "marker"]],
  ["> marker", [">", "marker"]],
  ["$(touch marker)", ["$(touch", "marker)"]],
  ["`touch marker`", ["`touch", "marker`"]],
  ['"$(touch marker)"', ["$(touch marker)"]],
  ["'a b' c\\ d \"e'f\"", ["a b", "c d", "e'f"]],
  ["$HOME ~ * ?? [a-z] {a,b} !!", ["$HOME", "~", "*", "??", "[a-z]", "{a,b}", "!!"]],
  ["--flag='' \"\"", ["--flag=", ""]],
  ["a\\\nb", ["ab"]],
])("%j", async (line, args) => {
  const folder = mkdtempSync(join(tmpdir(), "alicred-commands-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "program.mjs"), PROGRAM);
  const command = `'${process.execPath}' '${join(folder, "program.mjs")}' ${line.replaceAll("marker", join(folder, "marker"))}`;
  const { accessKeyId } = await refreshing(external({ command }), { host: nodeHost() }).get();
  const expected = args.map((each) => each.replaceAll("marker", join(folder, "marker")));
  expect(JSON.parse(Buffer.from(accessKeyId, "hex").toString())).toEqual(expected);
  expect(readdirSync(folder)).toEqual(["program.mjs"]);
});
