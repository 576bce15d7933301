import { execFileSync } from "node:child_process";
import { rootDir } from "../workspace.ts";

/** The lines of TypeScript files below a folder that differ from a commit, as Stryker writes ranges: `FILE:FIRST-LAST`. */
export function changedRanges(since: string, folder: string): readonly string[] {
  const git = (...args: readonly string[]): string =>
    execFileSync("git", args, { cwd: rootDir, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  const base = git("merge-base", since, "HEAD").trim();
  const diff = git("diff", "--unified=0", "--no-color", "--no-ext-diff", "--relative", base, "--", folder);
  const fresh = git("ls-files", "--others", "--exclude-standard", "--", folder).split("\n");
  return [...rangesOf(diff), ...fresh.filter((file) => file.endsWith(".ts"))];
}

/** The ranges of a diff without context. A hunk that only removes lines has none. */
export function rangesOf(diff: string): readonly string[] {
  let file = "";
  const ranges: string[] = [];
  for (const line of diff.split("\n")) {
    file = /^\+\+\+ b\/(.+)$/.exec(line)?.[1] ?? file;
    const hunk = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (hunk === null || !file.endsWith(".ts")) continue;
    const first = Number(hunk[1]);
    const count = Number(hunk[2] ?? 1);
    if (count > 0) ranges.push(`${file}:${first}-${first + count - 1}`);
  }
  return ranges;
}
