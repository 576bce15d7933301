import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { nodeHost } from "@alicred/core/host/node";
import { describe, expect, test } from "vitest";
import { takeLock } from "../src/lock.ts";
import { folder, set, updateQuickly } from "./support.ts";

const HOUR_MS = 3_600_000;

function config(): { dir: string; path: string; lock: string; read: () => unknown } {
  const dir = folder();
  const path = join(dir, "config.json");
  writeFileSync(path, '{"n":0}');
  return { dir, path, lock: `${path}.lock`, read: () => JSON.parse(readFileSync(path, "utf8")) };
}

const increment = async (text: string) => [{ path: ["n"], value: JSON.parse(text).n + 1 }];

describe("a lock that a dead process left behind is taken over, whatever the times of its files say", () => {
  const owner = "0123456789abcdef";
  const leave: readonly (readonly [string, (lock: string) => void])[] = [
    ["an owner's sign", (lock) => writeFileSync(join(lock, owner), "7")],
    ["a draft too", (lock) => [owner, `${owner}.json`].map((name) => writeFileSync(join(lock, name), "7"))],
    ["nothing", () => undefined],
  ];
  test.each(
    leave.flatMap(([what, fill]) =>
      [-8 * HOUR_MS, 0, 8 * HOUR_MS].map((ms) => ({ what, fill, ms, hours: ms / HOUR_MS })),
    ),
  )("$what, $hours h from now", async ({ fill, ms }) => {
    const { dir, path, lock, read } = config();
    mkdirSync(lock);
    fill(lock);
    const time = new Date(Date.now() + ms);
    for (const name of readdirSync(lock)) utimesSync(join(lock, name), time, time);
    utimesSync(lock, time, time);
    await updateQuickly(path, increment);
    expect(read()).toEqual({ n: 1 });
    expect(readdirSync(dir)).toEqual(["config.json"]);
  });

  test("a file in the place of the folder", async () => {
    const { dir, path, lock, read } = config();
    writeFileSync(lock, "");
    await updateQuickly(path, increment);
    expect(read()).toEqual({ n: 1 });
    expect(readdirSync(dir)).toEqual(["config.json"]);
  });
});

test("a lock that is kept is not taken over, however old its files are", async () => {
  const { path, lock, read } = config();
  const host = nodeHost({ env: {} });
  const kept = await takeLock(host, path, { timeoutMs: 1_000, staleMs: 100 }, undefined);
  const longAgo = new Date(Date.now() - HOUR_MS);
  utimesSync(kept.sign, longAgo, longAgo);
  utimesSync(lock, longAgo, longAgo);
  // Three signs of life, watched for longer than any two are apart.
  const waiting = updateQuickly(path, increment, { staleMs: 1_000, timeoutMs: 1_700 });
  await expect(waiting).rejects.toMatchObject({ code: "FILE_LOCKED" });
  expect(await kept.isKept()).toBe(true);
  await kept.release();
  await updateQuickly(path, increment);
  expect(read()).toEqual({ n: 1 });
});

test("of many that find one dead lock, one at a time has the next", async () => {
  const { dir, path, lock } = config();
  mkdirSync(lock);
  let inside = 0;
  let most = 0;
  const host = nodeHost({ env: {} });
  const enter = async (): Promise<void> => {
    const own = await takeLock(host, path, { timeoutMs: 15_000, staleMs: 700 }, undefined);
    inside += 1;
    most = Math.max(most, inside);
    await pause(2);
    inside -= 1;
    await own.release();
  };
  await Promise.all(Array.from({ length: 20 }, enter));
  expect(most).toBe(1);
  expect(readdirSync(dir)).toEqual(["config.json"]);
});

describe("an owner that slept until its lock was another's", () => {
  /** As another process takes it over: away, and another in its place. */
  function steal(lock: string): string {
    renameSync(lock, `${lock}.away`);
    rmSync(`${lock}.away`, { recursive: true });
    mkdirSync(lock);
    const sign = join(lock, "f".repeat(16));
    writeFileSync(sign, "0");
    return sign;
  }

  test("writes nothing, and leaves the other's lock", async () => {
    const { path, lock, read } = config();
    let calls = 0;
    let sign = "";
    await updateQuickly(path, async (text) => {
      calls += 1;
      if (calls === 1) {
        sign = steal(lock);
        // The other's update, which must not be lost.
        writeFileSync(path, '{"n":41}');
        setTimeout(() => rmSync(lock, { recursive: true }), 20);
      }
      return increment(text);
    });
    expect(sign).not.toBe("");
    expect(read()).toEqual({ n: 42 });
    expect(calls).toBe(2);
  });

  test("cannot rename its draft to the file, even at the last moment", async () => {
    const { path, lock } = config();
    const host = nodeHost({ env: {} });
    const own = await takeLock(host, path, { timeoutMs: 1_000, staleMs: 100 }, undefined);
    writeFileSync(own.draft, "{}");
    const sign = steal(lock);
    expect(() => renameSync(own.draft, path)).toThrowError(/ENOENT/);
    expect(await own.isKept()).toBe(false);
    await own.release();
    expect(readFileSync(sign, "utf8")).toBe("0");
  });
});

describe("what killed processes left", () => {
  const names = [
    "config.json.lock.0123456789abcdef",
    "config.json.lock.fedcba9876543210",
    "config.json.1",
    "config.json.lock.mine",
    "other.json.lock.0123456789abcdef",
  ];
  function litter(dir: string, ageMs: number): void {
    const time = new Date(Date.now() - ageMs);
    for (const name of names) {
      mkdirSync(join(dir, name));
      writeFileSync(join(dir, name, "0123456789abcdef.json"), '{"access_key_secret":"s"}');
      utimesSync(join(dir, name), time, time);
    }
  }

  test.each([
    ["an hour ago", 1.1 * HOUR_MS],
    ["with a clock that was ahead", -1.1 * HOUR_MS],
  ])("%s goes with the next update, and nothing else", async (_when, ageMs) => {
    const { dir, path } = config();
    litter(dir, ageMs);
    await updateQuickly(path, increment);
    expect(readdirSync(dir).sort()).toEqual(["config.json", ...names.slice(2)].sort());
  });

  test("just now stays: it may be in use", async () => {
    const { dir, path } = config();
    litter(dir, 60_000);
    await updateQuickly(path, set(["n", 5]));
    expect(readdirSync(dir)).toHaveLength(1 + names.length);
  });
});
