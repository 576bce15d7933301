import type { DenoKv, DenoKvAtomic, DenoKvCheck, DenoKvEntry } from "../src/mod.ts";

/** A `DenoKv` that keeps nothing beyond this process, with a hook that runs before each commit. */
export function kvInMemory(beforeCommit: () => void | Promise<void> = () => undefined): DenoKv {
  const entries = new Map<string, DenoKvEntry>();
  const watchers = new Set<() => void>();
  let version = 0;

  const entryOf = (key: readonly string[]): DenoKvEntry =>
    entries.get(JSON.stringify(key)) ?? { value: null, versionstamp: null };

  function atomic(): DenoKvAtomic {
    const checked: DenoKvCheck[] = [];
    const sets: { readonly key: readonly string[]; readonly value: unknown }[] = [];
    const self: DenoKvAtomic = {
      check(expected) {
        checked.push(expected);
        return self;
      },
      set(key, value) {
        sets.push({ key, value });
        return self;
      },
      async commit() {
        await beforeCommit();
        const isStale = checked.some(({ key, versionstamp }) => entryOf(key).versionstamp !== versionstamp);
        if (isStale) return { ok: false };
        for (const { key, value } of sets) {
          entries.set(JSON.stringify(key), { value, versionstamp: String(++version) });
        }
        for (const wake of watchers) wake();
        return { ok: true };
      },
    };
    return self;
  }

  return {
    get: async (key) => entryOf(key),
    atomic,
    watch() {
      let wake = (): void => undefined;
      return new ReadableStream({
        start(controller) {
          wake = () => controller.enqueue([]);
          watchers.add(wake);
        },
        cancel() {
          watchers.delete(wake);
        },
      });
    },
  };
}
