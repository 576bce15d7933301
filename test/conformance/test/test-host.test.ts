import { expect, test } from "vitest";
import { createTestHost } from "../src/mod.ts";

test("settled waits for what waitUntil is given, and for what it is given meanwhile", async () => {
  const host = createTestHost();
  const ended: string[] = [];
  async function work(name: string, next?: () => void): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    next?.();
    ended.push(name);
  }
  host.waitUntil?.(work("first", () => host.waitUntil?.(work("second"))));
  await host.settled();
  expect(ended).toEqual(["first", "second"]);
});

test("settled rejects when what runs behind the callers does", async () => {
  const host = createTestHost();
  const reason = new Error("it fell over");
  host.waitUntil?.(Promise.reject(reason));
  await expect(host.settled()).rejects.toBe(reason);
});

test("a host without waitUntil, or with another, has nothing to settle", async () => {
  expect(createTestHost({ waitUntil: undefined }).waitUntil).toBeUndefined();
  const given: unknown[] = [];
  const host = createTestHost({ waitUntil: (promise) => void given.push(promise) });
  const never = new Promise(() => {});
  host.waitUntil?.(never);
  await host.settled();
  expect(given).toEqual([never]);
});

test("it has no file and no variable by a name that every object inherits", async () => {
  const { env, files } = createTestHost();
  expect(env?.("constructor")).toBeUndefined();
  expect(await files?.readText("toString", 100)).toBeUndefined();
});
