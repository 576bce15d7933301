/**
 * Watching which globals of the runtime a source uses, instead of its host.
 *
 * @module
 */
import type { Host } from "@alicred/core";

/** Globals that a source must take from the host instead, by the name in the complaint. */
const GLOBALS: readonly (readonly [name: string, owner: () => object, key: string])[] = [
  ["fetch", () => globalThis, "fetch"],
  ["Date.now", () => Date, "now"],
  ["Math.random", () => Math, "random"],
  ["setTimeout", () => globalThis, "setTimeout"],
  ["setInterval", () => globalThis, "setInterval"],
  ["performance.now", () => performance, "now"],
  ["crypto.randomUUID", () => crypto, "randomUUID"],
  ["crypto.getRandomValues", () => crypto, "getRandomValues"],
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
  function noteUse(name: string): void {
    const [, , , caller = ""] = new Error(name).stack?.split("\n") ?? [];
    if (hostIsBusy === 0 && !/node_modules|\b(?:node|ext|internal):/.test(caller)) used.add(name);
  }
  const restores = GLOBALS.map(([name, owner, key]) => {
    const original: unknown = Reflect.get(owner(), key);
    if (typeof original !== "function") return () => undefined;
    return replaced(owner(), key, (...args: unknown[]) => {
      noteUse(name);
      // The source may be printing a secret.
      return name.startsWith("console.") ? undefined : Reflect.apply(original, owner(), args);
    });
  });
  const { Date: RuntimeDate, process } = globalThis as { Date: DateConstructor; process?: { env?: object } };
  restores.push(
    replaced(
      globalThis,
      "Date",
      new Proxy(RuntimeDate, {
        construct(target, args, made) {
          if (args.length === 0) noteUse("new Date()");
          return Reflect.construct(target, args, made);
        },
      }),
    ),
  );
  if (process?.env) {
    const { env: variables } = process;
    const get: ProxyHandler<object>["get"] = (target, name) => {
      noteUse("process.env");
      return Reflect.get(target, name);
    };
    restores.push(replaced(process, "env", new Proxy(variables, { get })));
  }
  try {
    await work(guarded);
  } finally {
    for (const restore of restores) restore();
  }
  // Runners have some that begin so.
  const made = [...globalNames()].filter((name) => !before.has(name) && !name.startsWith("__"));
  return [...used, ...made.map((name) => `globalThis.${name}`)];
}

/** Puts another value in a place; returns a function that puts the old one back. */
function replaced(owner: object, key: string, value: unknown): () => void {
  const own = Object.getOwnPropertyDescriptor(owner, key);
  Reflect.set(owner, key, value);
  return () => {
    if (own) Object.defineProperty(owner, key, own);
    else Reflect.deleteProperty(owner, key);
  };
}
