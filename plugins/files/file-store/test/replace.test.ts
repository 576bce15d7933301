import { chownSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { folder, set, store } from "./support.ts";

const refused = vi.hoisted(() => ({ rename: "", chown: false }));
vi.mock("node:fs/promises", async (original) => {
  const fs = await original<typeof import("node:fs/promises")>();
  return {
    ...fs,
    async rename(from: string, to: string) {
      if (refused.rename !== "" && to.endsWith("config.json"))
        throw Object.assign(new Error("canary"), { code: refused.rename });
      return fs.rename(from, to);
    },
    async open(...given: Parameters<typeof fs.open>) {
      const file = await fs.open(...given);
      if (refused.chown) file.chown = () => Promise.reject(Object.assign(new Error(), { code: "EPERM" }));
      return file;
    },
  };
});
afterEach(() => Object.assign(refused, { rename: "", chown: false }));

function config(): { dir: string; path: string; read: () => string } {
  const dir = folder();
  const path = join(dir, "config.json");
  writeFileSync(path, '{"a":"a long text","b":2}\n', { mode: 0o644 });
  return { dir, path, read: () => readFileSync(path, "utf8") };
}

describe("where a rename is refused", () => {
  test.each(["EBUSY", "EXDEV", "EPERM", "EACCES"])("(%s) the file is written in place", async (code) => {
    const { dir, path, read } = config();
    const { ino } = statSync(path);
    refused.rename = code;
    await store().update(path, set(["a", "x"]));
    expect(read()).toBe('{"a":"x","b":2}\n');
    await store().update(path, set(["a", "a longer text than before"]));
    expect(read()).toBe('{"a":"a longer text than before","b":2}\n');
    expect(statSync(path).ino).toBe(ino);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir)).toEqual(["config.json"]);
  });

  test.each([
    ["ENOSPC", "Free some space"],
    ["ERR_SOMETHING_NEW", "Check the file, its folder"],
  ])("for another reason (%s) it is an error with its code, and no more of it", async (code, remedy) => {
    const { dir, path, read } = config();
    refused.rename = code;
    const before = read();
    await expect(store().update(path, set(["a", "x"]))).rejects.toMatchObject({
      code: "FILE_UNWRITABLE",
      systemCode: code,
      message: expect.stringContaining(`(${code}). ${remedy}`),
    });
    expect(read()).toBe(before);
    expect(readdirSync(dir)).toEqual(["config.json"]);
  });

  test("a file that is still missing cannot be made", async () => {
    const path = join(folder(), "config.json");
    refused.rename = "EACCES";
    await expect(store().update(path, set(["a", "x"]))).rejects.toMatchObject({ systemCode: "EACCES" });
  });
});

describe.skipIf(process.getuid?.() !== 0)("the file of somebody else, which only root can make", () => {
  test("stays theirs", async () => {
    const { path, read } = config();
    chownSync(path, 12_345, 54_321);
    await store().update(path, set(["a", "x"]));
    expect(read()).toBe('{"a":"x","b":2}\n');
    expect(statSync(path)).toMatchObject({ uid: 12_345, gid: 54_321 });
  });

  test("is written in place where it could not be given back", async () => {
    const { path, read } = config();
    chownSync(path, 12_345, 54_321);
    const { ino } = statSync(path);
    refused.chown = true;
    await store().update(path, set(["a", "x"]));
    expect(read()).toBe('{"a":"x","b":2}\n');
    expect(statSync(path)).toMatchObject({ uid: 12_345, gid: 54_321, ino });
  });
});
