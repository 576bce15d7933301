import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";

const read = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), "utf8");

/** What stands first, in code style, in the rows of the table whose head begins so. */
async function firstCells(head: string): Promise<readonly string[]> {
  const [, table = ""] = (await read("../README.md")).split(`\n| ${head} |`);
  const [rows = ""] = table.split("\n\n");
  return rows.split("\n").flatMap((row) => row.split("|")[1]?.match(/(?<=`)[\w-]+/g) ?? []);
}

/** The words that a pattern finds in a file of the source. */
async function words(path: string, pattern: RegExp): Promise<readonly string[]> {
  return (await read(path)).match(pattern) ?? [];
}

describe("the README lists", () => {
  it("every code", async () => {
    const codes = await words("../src/errors.ts", /(?<=^ {2}\| ")[A-Z_]+(?=")/gm);
    expect(codes.length).toBeGreaterThan(20);
    expect(await firstCells("code")).toEqual(codes);
  });

  it("every event", async () => {
    const types = await words("../src/events.ts", /(?<=readonly type: ")[a-z-]+/g);
    expect(types.length).toBeGreaterThan(10);
    expect(await firstCells("`type`")).toEqual(types);
  });

  it("every field of the policy", async () => {
    const [policy = ""] = (await read("../src/refresh/policy.ts")).split("export interface GetOptions");
    const fields = policy.match(/(?<=^ {2}readonly )\w+/gm) ?? [];
    expect(fields.length).toBeGreaterThan(6);
    expect(await firstCells("`RefreshPolicy`")).toEqual(fields);
  });

  it("every option of a call", async () => {
    const [, options = ""] = (await read("../src/refresh/policy.ts")).split("export interface GetOptions");
    expect(await firstCells("`get` option")).toEqual(options.match(/(?<=^ {2}readonly )\w+/gm));
  });
});
