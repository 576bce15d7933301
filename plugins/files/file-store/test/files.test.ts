import {
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { nodeHost } from "@alicred/core/host/node";
import { describe, expect, test } from "vitest";
import { updateJson } from "../src/update-json.ts";
import { folder, set, store } from "./support.ts";

describe("links", () => {
  test.each([
    ["in the same folder", "target.json"],
    ["in a folder that is still missing", "new/folder/target.json"],
  ])("a link to a missing file %s: the file is made, and the link stays", async (_where, to) => {
    const dir = folder();
    const link = join(dir, "config.json");
    symlinkSync(to, link);
    await store().update(link, set(["a", 1]));
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(JSON.parse(readFileSync(join(dir, to), "utf8"))).toEqual({ a: 1 });
  });

  test("links to links are followed, from each one's own folder", async () => {
    const dir = folder();
    mkdirSync(join(dir, "a"));
    symlinkSync("a/second", join(dir, "first"));
    symlinkSync("../third", join(dir, "a", "second"));
    await store().update(join(dir, "first"), set(["a", 1]));
    expect(readdirSync(dir).sort()).toEqual(["a", "first", "third"]);
  });

  test("a link to itself cannot be written", async () => {
    const link = join(folder(), "config.json");
    symlinkSync("config.json", link);
    await expect(store().update(link, set(["a", 1]))).rejects.toMatchObject({
      code: "FILE_UNWRITABLE",
      systemCode: "ELOOP",
    });
  });

  test("both names of a hard link see the change", async () => {
    const dir = folder();
    const [path, other] = [join(dir, "config.json"), join(dir, "other.json")];
    writeFileSync(path, '{"a":1,"long":"xxxxxxxxxxxxxxxxxxxxxx"}');
    linkSync(path, other);
    await store().update(path, set(["long", "x"]));
    expect(readFileSync(other, "utf8")).toBe('{"a":1,"long":"x"}');
    expect(statSync(path).ino).toBe(statSync(other).ino);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir)).toHaveLength(2);
  });
});

describe("a file that is not clean UTF-8", () => {
  // A profile's name as Notepad saves it in GBK.
  const gbk = Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xc9, 0xfa, 0xb2, 0xfa, 0x22, 0x7d]);

  test("is read, and never written", async () => {
    const path = join(folder(), "config.json");
    writeFileSync(path, gbk);
    let calls = 0;
    const change = async () => {
      calls += 1;
      return [{ path: ["b"], value: 1 }];
    };
    await expect(store().update(path, change)).rejects.toMatchObject({
      code: "FILE_UNWRITABLE",
      message: expect.stringContaining("it is not UTF-8"),
    });
    expect(calls).toBe(0);
    expect(readFileSync(path)).toEqual(gbk);
  });

  test("the replacement character itself is clean, where the host has the bytes", async () => {
    const path = join(folder(), "config.json");
    writeFileSync(path, '\uFEFF{"a":"\uFFFD"}');
    await store().update(path, set(["b", 1]));
    expect(readFileSync(path, "utf8")).toBe('\uFEFF{"a":"\uFFFD","b":1}');
  });

  test("it is in doubt where the host has only the text", async () => {
    const path = join(folder(), "config.json");
    writeFileSync(path, '{"a":"\uFFFD"}');
    const host = nodeHost({ env: {} });
    const readText = host.files?.readText;
    if (readText === undefined) throw new Error("no files");
    const lock = { timeoutMs: 1_000, staleMs: 100 };
    const options = { maxBytes: 1_000 };
    await expect(
      updateJson({ host, files: { readText }, lock }, path, set(["b", 1]), options),
    ).rejects.toMatchObject({ code: "FILE_UNWRITABLE" });
  });
});

test("a config.json of 16 MB is written", async () => {
  const path = join(folder(), "config.json");
  const profiles = Array.from({ length: 20_000 }, (_, index) => ({ name: `p${index}`, x: "y".repeat(800) }));
  writeFileSync(path, JSON.stringify({ profiles }));
  expect(statSync(path).size).toBeGreaterThan(16_000_000);
  await store().update(path, set(["profiles.19999.x", "new"]), { maxBytes: 33_554_432 });
  expect(JSON.parse(readFileSync(path, "utf8")).profiles[19_999]).toEqual({ name: "p19999", x: "new" });
});

describe("the folder of a file that is missing", () => {
  test("is made with those above it, for the owner alone, by several at once", async () => {
    const base = folder();
    const path = join(base, "a", "b", "c", "config.json");
    await Promise.all([store().update(path, set(["n", 1])), store().update(path, set(["m", 2]))]);
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ n: 1, m: 2 });
    for (const made of ["a", "a/b", "a/b/c"]) expect(statSync(join(base, made)).mode & 0o777).toBe(0o700);
  });

  test.each([
    ["below a file", () => join(folder(), "file", "config.json"), "ENOTDIR"],
    // Where no folder can be made, and the system says that the one above is missing.
    ...(process.platform === "linux"
      ? [["below /proc", () => "/proc/.aliyun/config.json", "ENOENT"] as const]
      : []),
  ] as const)("%s is said to be unwritable", async (_where, pathOf, systemCode) => {
    const path = pathOf();
    if (systemCode === "ENOTDIR") writeFileSync(path.replace(/.config\.json$/, ""), "");
    await expect(store().update(path, set(["n", 1]))).rejects.toMatchObject({
      code: "FILE_UNWRITABLE",
      systemCode,
    });
  });
});
