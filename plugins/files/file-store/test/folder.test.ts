import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { nodeHost } from "@alicred/core/host/node";
import { describe, expect, test } from "vitest";
import { type Lock, takeLock } from "../src/lock.ts";
import { removeLeftovers, replaceText } from "../src/replace.ts";
import { folder, set, store, updateQuickly } from "./support.ts";

const TIMES = { timeoutMs: 1_000, staleMs: 1_000 };
const HOUR_MS = 3_600_000;

function config(text = '{"n":0}'): { dir: string; path: string; lock: string; read: () => string } {
  const dir = folder();
  const path = join(dir, "config.json");
  writeFileSync(path, text);
  return { dir, path, lock: `${path}.lock`, read: () => readFileSync(path, "utf8") };
}

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}

describe("the folder of a lock", () => {
  test("everything in it is the owner's alone, who is named by 16 digits", async () => {
    const { path, lock } = config();
    const host = { ...nodeHost({ env: {} }), random: (length: number) => new Uint8Array(length).fill(7) };
    const own = await takeLock(host, path, TIMES, undefined);
    expect(readdirSync(lock)).toEqual(["07".repeat(8)]);
    expect([modeOf(lock), modeOf(own.sign)]).toEqual([0o700, 0o600]);
    expect(readFileSync(own.sign, "utf8")).toBe("0");
    await own.release();
    expect(existsSync(lock)).toBe(false);
  });

  test("the draft of the new text too, in which secrets are", async () => {
    const { path, lock } = config();
    const own = await takeLock(nodeHost({ env: {} }), path, TIMES, undefined);
    linkSync(path, `${path}.other`);
    // Written in place, because of the other name; the draft stays for a look.
    expect(await replaceText(path, '{"n":1}', own)).toBe(true);
    expect(modeOf(own.draft)).toBe(0o600);
    await own.release();
    expect(existsSync(lock)).toBe(false);
  });
});

describe("a lock that another has by now", () => {
  test("gets no sign of life of its former owner", async () => {
    const { path, lock } = config();
    const own = await takeLock(nodeHost({ env: {} }), path, TIMES, undefined);
    rmSync(lock, { recursive: true });
    mkdirSync(lock);
    await pause(700);
    expect(readdirSync(lock)).toEqual([]);
    await own.release();
    expect(readdirSync(lock)).toEqual([]);
  });

  test("with something in its folder stays, when the owner gives it back", async () => {
    const { path, lock } = config();
    const own = await takeLock(nodeHost({ env: {} }), path, TIMES, undefined);
    writeFileSync(join(lock, "other"), "");
    await own.release();
    expect(readdirSync(lock)).toEqual(["other"]);
  });

  test.each([
    ["the draft cannot be made", "no/such/folder", true, false],
    ["the text would be written in place", "draft", false, true],
  ])("keeps its text where %s", async (_why, draft, isKept, hasOtherName) => {
    const { dir, path, read } = config();
    if (hasOtherName) linkSync(path, `${path}.other`);
    const lost: Lock = {
      draft: join(dir, draft),
      sign: join(dir, "sign"),
      isKept: async () => isKept,
      release: async () => undefined,
    };
    expect(await replaceText(path, '{"n":1}', lost)).toBe(false);
    expect(read()).toBe('{"n":0}');
  });
});

test("what looks like a leftover has a name of 16 digits, no more and no less", async () => {
  const { dir, path } = config();
  const own = await takeLock(nodeHost({ env: {} }), path, TIMES, undefined);
  const names = ["0123456789abcdef", "0123456789abcdef.old", "x0123456789abcdef", "0123456789abcde"];
  const time = new Date(Date.now() - 2 * HOUR_MS);
  for (const name of names) {
    mkdirSync(`${path}.lock.${name}`);
    utimesSync(`${path}.lock.${name}`, time, time);
  }
  await removeLeftovers(path, own);
  await own.release();
  expect(readdirSync(dir).sort()).toEqual(
    ["config.json", ...names.slice(1).map((name) => `config.json.lock.${name}`)].sort(),
  );
});

describe("an update", () => {
  test("that changes nothing leaves the very file", async () => {
    const { path } = config();
    const { ino } = statSync(path);
    await store().update(path, set(["n", 0]));
    expect(statSync(path).ino).toBe(ino);
    await store().update(path, set(["n", 1]));
    expect(statSync(path).ino).not.toBe(ino);
  });

  test("is tried five times while somebody else writes", async () => {
    const { path } = config();
    let calls = 0;
    const change = async () => {
      writeFileSync(path, `{"n":${++calls}}`);
      return [{ path: ["mine"], value: 1 }];
    };
    await expect(updateQuickly(path, change)).rejects.toMatchObject({ code: "FILE_LOCKED" });
    expect(calls).toBe(5);
  });

  test.each([
    ['{"n":"canary"', "n", "is not valid JSON. Fix it, or restore a backup."],
    ['{"n":["canary"]}', "n.name", "has no place for n.name. Fix it, or restore a backup."],
  ])("of %j says what is wrong, and nothing of the text", async (text, at, problem) => {
    const { path, read } = config(text);
    await expect(store().update(path, set([at, 1]))).rejects.toMatchObject({
      code: "INVALID_CONFIGURATION",
      message: `${path} ${problem}`,
    });
    expect(read()).toBe(text);
  });
});
