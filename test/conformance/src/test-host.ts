import type { Clock, Fetch, Host } from "@alicred/core";
import { diagnostics } from "@alicred/core/diagnostics";

export interface TestHostOptions {
  /** Environment variables. Default: none. Pass `undefined` for a runtime without an environment. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Files by path. Default: none. Pass `undefined` for a runtime without files. */
  readonly files?: Readonly<Record<string, string>> | undefined;
  readonly homeDirectory?: string;
  /** Default: fails with a network error. */
  readonly fetch?: Fetch;
  /** Default: a clock stopped at 2026-01-07T08:00:00Z, whose sleeps never end. */
  readonly clock?: Clock;
  /** Seed of the random bytes. Default: 1. */
  readonly seed?: number;
  /** Default: collects what it is given, for `settled`. Pass `undefined` for a runtime without it. */
  readonly waitUntil?: Host["waitUntil"];
}

export interface TestHost extends Host {
  /** Waits for what the default `waitUntil` is given, even meanwhile. Rejects when one of the promises does. */
  settled(): Promise<void>;
}

/** A host for tests: nothing of the machine shows through, and equal seeds give equal bytes. */
export function createTestHost(options: TestHostOptions = {}): TestHost {
  const { env = {}, files = {}, homeDirectory = "/home/test", clock = standingClock(), seed = 1 } = options;
  const without = (capability: keyof TestHostOptions): boolean =>
    capability in options && options[capability] === undefined;
  const behind: Promise<unknown>[] = [];
  const collect = (promise: Promise<unknown>): void => void behind.push(promise);
  return {
    runtime: "test",
    clock,
    fetch: options.fetch ?? (() => Promise.reject(new TypeError("this test host has no network"))),
    random: seededBytes(seed),
    env: without("env") ? undefined : (name) => own(env, name),
    homeDirectory: () => homeDirectory,
    files: without("files") ? undefined : { readText: async (path) => own(files, path) },
    waitUntil: without("waitUntil") ? undefined : (options.waitUntil ?? collect),
    diagnostics,
    async settled() {
      while (behind.length > 0) await Promise.all(behind.splice(0));
    },
  };
}

function standingClock(): Clock {
  return {
    now: () => Date.parse("2026-01-07T08:00:00Z"),
    // A deadline that never comes: the sleep ends when the work it guards does.
    sleep: (_ms, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      }),
  };
}

/** Mulberry32, a small generator of good enough bytes. */
function seededBytes(seed: number): (length: number) => Uint8Array {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) & 0xff;
  };
  return (length) => Uint8Array.from({ length }, next);
}

/** Never what every object inherits, as `constructor`: a path or a name may be any. */
function own(texts: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(texts, name) ? texts[name] : undefined;
}
