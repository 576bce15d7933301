import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { createTestHost } from "@alicred/conformance";
import { nodeHost } from "@alicred/core/host/node";
import { describe, expect, test } from "vitest";
import { withFileStore } from "../src/mod.ts";
import { folder, set, store } from "./support.ts";

function config(text = '{"n":0}'): { dir: string; path: string; read: () => unknown } {
  const dir = folder();
  const path = join(dir, "config.json");
  writeFileSync(path, text, { mode: 0o644 });
  return { dir, path, read: () => JSON.parse(readFileSync(path, "utf8")) };
}

const increment = async (text: string) => [{ path: ["n"], value: JSON.parse(text).n + 1 }];

describe("one update", () => {
  test("leaves the owner alone able to read, and nothing beside the file", async () => {
    const { dir, path, read } = config();
    await store().update(path, increment);
    expect(read()).toEqual({ n: 1 });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir)).toEqual(["config.json"]);
  });

  test("follows a link, and locks what it leads to", async () => {
    const { dir, path, read } = config();
    const link = join(folder(), "link.json");
    symlinkSync(path, link);
    const locks: boolean[] = [];
    await store().update(link, async (text) => {
      locks.push(existsSync(`${path}.lock`));
      return increment(text);
    });
    expect(locks).toEqual([true]);
    expect(read()).toEqual({ n: 1 });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readdirSync(dir)).toEqual(["config.json"]);
  });

  test("hands on what the change throws, and gives the lock back", async () => {
    const { dir, path, read } = config();
    const error = new Error("the change failed");
    await expect(store().update(path, () => Promise.reject(error))).rejects.toBe(error);
    expect(read()).toEqual({ n: 0 });
    expect(readdirSync(dir)).toEqual(["config.json"]);
  });

  test("edits the newer text when somebody without the lock wrote meanwhile", async () => {
    const { path, read } = config();
    let calls = 0;
    await store().update(path, async () => {
      calls += 1;
      if (calls === 1) writeFileSync(path, '{"n":0,"other":true}');
      return [{ path: ["n"], value: 7 }];
    });
    expect(read()).toEqual({ n: 7, other: true });
    expect(calls).toBe(2);
  });

  test("gives up on a file that somebody writes all the time", async () => {
    const { dir, path } = config();
    let calls = 0;
    const change = async () => {
      writeFileSync(path, `{"n":${++calls}}`);
      return [{ path: ["mine"], value: 1 }];
    };
    await expect(store().update(path, change)).rejects.toMatchObject({
      code: "FILE_LOCKED",
      retryable: true,
    });
    expect(readdirSync(dir)).toEqual(["config.json"]);
  });
});

describe("many updates", () => {
  test("come one after the other, and none is lost", async () => {
    const { path, read } = config();
    const stores = [store(), store(), store()];
    await Promise.all(Array.from({ length: 30 }, (_, index) => stores[index % 3]?.update(path, increment)));
    expect(read()).toEqual({ n: 30 });
  });

  test("the lock spans the change, however long it takes", async () => {
    const { path, read } = config();
    let goOn = (): void => undefined;
    const waiting = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const steps: string[] = [];
    const first = store().update(path, async (text) => {
      steps.push("first begins");
      await waiting;
      steps.push("first ends");
      return increment(text);
    });
    while (steps.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const second = store().update(path, async (text) => {
      steps.push("second");
      return increment(text);
    });
    goOn();
    await Promise.all([first, second]);
    expect(steps).toEqual(["first begins", "first ends", "second"]);
    expect(read()).toEqual({ n: 2 });
  });

  test("the lock is waited for in real time, even where the host's clock stands still", async () => {
    const { path, read } = config();
    const { clock } = createTestHost();
    const host = withFileStore({ ...nodeHost({ env: {} }), clock });
    const update = async (): Promise<void> => host.files?.updateJson?.(path, increment, { maxBytes: 1_000 });
    await Promise.all([update(), update(), update()]);
    expect(read()).toEqual({ n: 3 });
  });
});

test.each([Number.NaN, -1, "30" as never])("a time of %s is refused", (ms) => {
  for (const option of ["lockTimeoutMs", "lockStaleMs"]) {
    const refused = expect.objectContaining({
      code: "INVALID_OPTION",
      message: `file-store: ${option}: is not a number of milliseconds from 0 on.`,
    });
    expect(() => withFileStore(nodeHost(), { [option]: ms })).toThrowError(refused);
  }
});

describe("no lock", () => {
  test("the wait for one is bounded, and says what to do", async () => {
    const { path, read } = config();
    mkdirSync(`${path}.lock`);
    const waiting = store({ lockTimeoutMs: 30 }).update(path, increment);
    await expect(waiting).rejects.toMatchObject({
      name: "UnavailableError",
      code: "FILE_LOCKED",
      message: expect.stringContaining(`delete the folder ${path}.lock`),
    });
    expect(read()).toEqual({ n: 0 });
  });

  test("the wait ends with the signal", async () => {
    const { path } = config();
    mkdirSync(`${path}.lock`);
    const controller = new AbortController();
    const reason = new Error("the caller gave up");
    const waiting = store().update(path, increment, { signal: controller.signal });
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });

  test("a place that cannot be written is said so before anything is changed", async () => {
    const { path } = config();
    let calls = 0;
    const change = async () => {
      calls += 1;
      return [];
    };
    await expect(store().update(join(path, "config.json"), change)).rejects.toMatchObject({
      name: "ConfigurationError",
      code: "FILE_UNWRITABLE",
      message: expect.stringMatching(/cannot be written \(E[A-Z]+\)/),
    });
    expect(calls).toBe(0);
  });

  test("a file that is too large is not read", async () => {
    const { path } = config();
    await expect(store().update(path, set(["n", 1]), { maxBytes: 3 })).rejects.toMatchObject({
      code: "FILE_UNREADABLE",
    });
  });

  test("a host without files stays without", () => {
    const host = createTestHost({ files: undefined });
    expect(withFileStore(host)).toBe(host);
  });
});
