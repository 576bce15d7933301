import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { removeAtExit } from "../src/exit.ts";
import { folder } from "./support.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const EVENTS = ["exit", ...SIGNALS] as const;

/** How many listeners each event has, in the order of `EVENTS`. */
function listening(): readonly number[] {
  return EVENTS.map((event) => process.listenerCount(event));
}

type Listener = (signal?: string) => void;

/** The listener that was added last, which is not called by its event, or the tests would end. */
function lastListener(event: (typeof EVENTS)[number]): Listener {
  const listener = process.rawListeners(event).at(-1);
  if (listener === undefined) throw new Error(`nothing listens to ${event}`);
  return listener as Listener;
}

/** The folder of a lock, with what its owner put into it. */
function lock(name: string): { readonly path: string; readonly files: readonly string[] } {
  const path = join(folder(), name);
  mkdirSync(path);
  const files = [join(path, "sign"), join(path, "sign.json")];
  for (const file of files.slice(0, 1)) writeFileSync(file, "0");
  return { path, files };
}

let before: readonly number[];
const forgets: (() => void)[] = [];
const watched = (made: ReturnType<typeof lock>): (() => void) => {
  const forget = removeAtExit(made.path, made.files);
  forgets.push(forget);
  return forget;
};
/** The listeners of the runner itself, which decide otherwise. */
const runners = new Map<string, readonly Listener[]>();
beforeEach(() => {
  for (const signal of SIGNALS) {
    runners.set(signal, process.rawListeners(signal) as Listener[]);
    process.removeAllListeners(signal);
  }
  before = listening();
});
afterEach(() => {
  for (const forget of forgets.splice(0)) forget();
  expect(listening()).toEqual(before);
  for (const [signal, listeners] of runners) for (const each of listeners) process.on(signal, each);
});

test("one listener for each way to end, however many locks there are, and none after the last", () => {
  const [first, second] = [watched(lock("a")), watched(lock("b"))];
  expect(listening()).toEqual(before.map((count) => count + 1));
  first();
  expect(listening()).toEqual(before.map((count) => count + 1));
  second();
  expect(listening()).toEqual(before);
  watched(lock("c"));
  expect(listening()).toEqual(before.map((count) => count + 1));
});

test("at the end of the process the folders of all locks go, with their files", () => {
  const locks = [lock("a"), lock("b")];
  for (const each of locks) watched(each);
  lastListener("exit")();
  expect(locks.map(({ path }) => existsSync(path))).toEqual([false, false]);
});

test("a lock that was given back, and a folder that somebody else put something into, stay", () => {
  const [given, others, own] = [lock("given"), lock("others"), lock("own")];
  watched(given)();
  watched(others);
  watched(own);
  writeFileSync(join(others.path, "other"), "");
  lastListener("exit")();
  expect(readdirSync(given.path)).toEqual(["sign"]);
  expect(readdirSync(others.path)).toEqual(["other"]);
  expect(existsSync(own.path)).toBe(false);
});

describe.each(SIGNALS)("by %s", (signal) => {
  test("the folders go, and the process ends by the same signal", () => {
    const kill = vi.spyOn(process, "kill").mockReturnValue(true);
    const made = lock("a");
    watched(made);
    lastListener(signal)(signal);
    expect(existsSync(made.path)).toBe(false);
    expect(kill).toHaveBeenCalledExactlyOnceWith(process.pid, signal);
    expect(listening()).toEqual(before);
  });

  test("a program with a listener of its own decides when to end", () => {
    const kill = vi.spyOn(process, "kill").mockReturnValue(true);
    const own = vi.fn();
    process.prependListener(signal, own);
    const made = lock("a");
    watched(made);
    lastListener(signal)(signal);
    expect(existsSync(made.path)).toBe(true);
    expect(kill).not.toHaveBeenCalled();
    process.off(signal, own);
  });
});
