import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { expect, test } from "vitest";
import { filesIn } from "./files-in.ts";
import { rootDir } from "./workspace.ts";

// The rules of CONTRIBUTING.md ("Plain English") that a machine can check, in the comments of the code.

const FOLDERS = ["bench", "cli", "core", "examples", "plugins", "simulators", "test", "tools"];

/** A comment begins with a verb or a noun. */
const BEGINNING = /^\s*(?:\/\/|\/?\*{1,2}) (?:What|Who|Whoever|Of several|That it)\b/;

const COMMENT = /^\s*(?:\/\/|\/?\*{1,2}) .*|\s\/\/ .*/;
const WORDS = /\b(?:whoever|for ever|amiss|anyhow|mend|shall|go(?:es)? on)\b/i;

test("comments begin with a verb or a noun, in the words of today", () => {
  const files = FOLDERS.flatMap(filesIn);
  expect(files.length).toBeGreaterThan(1000);
  const found = files
    .filter((file) => !file.endsWith("tools/plain-english.test.ts"))
    .flatMap((file) =>
      complaints(readFileSync(file, "utf8")).map((line) => `${relative(rootDir, file)}: ${line}`),
    );
  expect(found).toEqual([]);
});

test("a comment that breaks the rules is found", () => {
  const bad = [
    "/** What it reads. */",
    "// Whoever asks.",
    "  * Who asks.",
    "f(); // work goes on",
    "// It is amiss.",
  ];
  expect(complaints(bad.join("\n"))).toEqual(bad.map((line) => line.trim()));
  expect(complaints("/** Whose key it is. */\n// Whether it works.\nconst shall = 1;")).toEqual([]);
});

function complaints(code: string): readonly string[] {
  return code
    .split("\n")
    .filter((line) => BEGINNING.test(line) || WORDS.test(COMMENT.exec(line)?.[0] ?? ""))
    .map((line) => line.trim());
}
