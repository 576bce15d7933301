import { expect, test } from "vitest";
import { editJson } from "../src/edit-json.ts";

test("thousands of edits of a large file take less than a quarter of what they take one by one", () => {
  const profiles = Array.from({ length: 1_000 }, (_, index) => ({
    name: `p${index}`,
    token: "t".repeat(400),
  }));
  const text = JSON.stringify({ profiles }, null, "\t");
  const edits = profiles.flatMap((_, index) =>
    ["token", "expire", "other"].map((key) => ({ path: ["profiles", index, key], value: index })),
  );
  const added = profiles.map((value, index) => ({ path: ["profiles", profiles.length + index], value }));
  const all = [...edits, ...added];
  const tried = edits.filter((_, index) => index % 100 === 0);
  const [oneByOneMs] = timed(() => tried.map((edit) => editJson(text, [edit])));
  const [atOnceMs, edited] = timed(() => editJson(text, all));
  expect(atOnceMs / all.length).toBeLessThan(oneByOneMs / tried.length / 4);
  const result: { profiles: unknown[] } = JSON.parse(edited);
  expect(result.profiles).toHaveLength(2_000);
  expect(result.profiles[999]).toEqual({ name: "p999", token: 999, expire: 999, other: 999 });
});

function timed<Result>(work: () => Result): readonly [ms: number, result: Result] {
  const startedAtMs = performance.now();
  const result = work();
  return [performance.now() - startedAtMs, result];
}
