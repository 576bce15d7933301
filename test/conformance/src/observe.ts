/**
 * Watching what a source does: through its host, beside it, and in events.
 *
 * @module
 */
import type { Fetch, Host, ResolverEvent } from "@alicred/core";

/** The parts of its host that a source used. */
export interface Uses {
  /** Variables, files, requests and programs. */
  total: number;
  requests: number;
  /** Requests and writes that change something: `PUT https://vault.example`, `a file`. */
  readonly changes: string[];
}

/** Methods by which services only give, or issue sessions, which end by themselves. */
const HARMLESS: readonly string[] = ["GET", "HEAD", "POST"];

/**
 * A host that counts how it is used.
 *
 * @param harmless requests that change nothing, as `METHOD URL`
 */
export function observedHost(host: Host, harmless?: RegExp): readonly [Host, Uses] {
  const { env, files, processes } = host;
  const uses: Uses = { total: 0, requests: 0, changes: [] };
  const counted =
    <Args extends readonly unknown[], Result>(use: (...args: Args) => Result) =>
    (...args: Args): Result => {
      uses.total += 1;
      return use(...args);
    };
  const fetch: Fetch = (url, init) => {
    uses.requests += 1;
    const isHarmless = HARMLESS.includes(init.method) || harmless?.test(`${init.method} ${url}`);
    if (!isHarmless) uses.changes.push(`${init.method} ${new URL(url).origin}`);
    return host.fetch(url, init);
  };
  const { updateJson, readBytes } = files ?? {};
  const observed: Host = {
    ...host,
    fetch: counted(fetch),
    env: env && counted(env),
    files: files && {
      ...files,
      readText: counted(files.readText.bind(files)),
      readBytes: readBytes && counted(readBytes.bind(files)),
      updateJson:
        updateJson &&
        (async (...args) => {
          uses.changes.push("a file");
          return updateJson.apply(files, args);
        }),
    },
    processes: processes && { ...processes, run: counted(processes.run.bind(processes)) },
  };
  return [observed, uses];
}

/** Globals that a source must take from the host instead, by the name in the complaint. */
const GLOBALS: readonly (readonly [name: string, owner: () => object, key: string])[] = [
  ["fetch", () => globalThis, "fetch"],
  ["Date.now", () => Date, "now"],
  ["Math.random", () => Math, "random"],
  ["setTimeout", () => globalThis, "setTimeout"],
  ["setInterval", () => globalThis, "setInterval"],
  ...["log", "info", "warn", "error", "debug"].map((key) => [`console.${key}`, () => console, key] as const),
];

/** The names of all globals. */
export function globalNames(): ReadonlySet<string> {
  return new Set(Object.getOwnPropertyNames(globalThis));
}

/**
 * Runs `work` and tells which of the runtime's globals it used instead of its host, and which it made. What the host's
 * own capabilities use does not count, nor what code in `node_modules` does.
 *
 * @param before the globals that are not of the source
 */
export async function globalsUsedBy(
  host: Host,
  before: ReadonlySet<string>,
  work: (host: Host) => Promise<unknown>,
): Promise<readonly string[]> {
  const used = new Set<string>();
  let hostIsBusy = 0;
  const busy =
    <Args extends readonly unknown[], Result>(use: (...args: Args) => Result) =>
    (...args: Args): Result => {
      hostIsBusy += 1;
      const over = (): void => {
        hostIsBusy -= 1;
      };
      try {
        const result = use(...args);
        if (result instanceof Promise) result.then(over, over);
        else over();
        return result;
      } catch (thrown) {
        over();
        throw thrown;
      }
    };
  const { clock, env, files, processes } = host;
  const { monotonic } = clock;
  const guarded: Host = {
    ...host,
    fetch: busy(host.fetch),
    random: busy(host.random),
    env: env && busy(env),
    clock: {
      now: busy(() => clock.now()),
      ...(monotonic && { monotonic: busy(() => monotonic.call(clock)) }),
      // Its own timer is made at once; the wait is the source's.
      sleep: (ms, signal) => busy(() => ({ wait: clock.sleep(ms, signal) }))().wait,
    },
    files: files && { ...files, readText: busy(files.readText.bind(files)) },
    processes: processes && { ...processes, run: busy(processes.run.bind(processes)) },
  };
  const restores = GLOBALS.map(([name, owner, key]) => {
    const original: unknown = Reflect.get(owner(), key);
    if (typeof original !== "function") return () => undefined;
    Reflect.set(owner(), key, (...args: unknown[]) => {
      const [, , caller = ""] = new Error(name).stack?.split("\n") ?? [];
      if (hostIsBusy === 0 && !/node_modules|\bnode:/.test(caller)) used.add(name);
      // The source may be printing a secret.
      return name.startsWith("console.") ? undefined : Reflect.apply(original, owner(), args);
    });
    return () => void Reflect.set(owner(), key, original);
  });
  try {
    await work(guarded);
  } finally {
    for (const restore of restores) restore();
  }
  // Runners have some that begin so.
  const made = [...globalNames()].filter((name) => !before.has(name) && !name.startsWith("__"));
  return [...used, ...made.map((name) => `globalThis.${name}`)];
}

/** A listener that keeps what it hears as text. */
export function eventText(): { readonly onEvent: (event: ResolverEvent) => void; text(): string } {
  const events: ResolverEvent[] = [];
  return { onEvent: (event) => void events.push(event), text: () => JSON.stringify(events) };
}
