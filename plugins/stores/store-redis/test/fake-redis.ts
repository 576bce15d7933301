import { type Clock, instantOf } from "@alicred/core";

/** A Redis in this process, as far as the scripts of the store need one; the scripts themselves are run by the real one. */
export interface FakeRedis {
  /** `EVAL`, as a server answers it. */
  eval(script: string, keys: readonly string[], args: readonly string[]): unknown;
  /** Every key that was ever used. */
  readonly keys: ReadonlySet<string>;
}

interface Entry {
  readonly text: string;
  readonly endsAtMs: number;
}

/** The scripts, by the commands that only they have. */
export function fakeRedis(clock: Clock): FakeRedis {
  const entries = new Map<string, Entry>();
  const used = new Set<string>();
  const nowMs = (): number => instantOf(clock).monotonicMs;

  function get(key = ""): string | null {
    const entry = entries.get(key);
    return entry && entry.endsAtMs > nowMs() ? entry.text : null;
  }
  function set(key = "", text = "", ms = ""): void {
    entries.set(key, { text, endsAtMs: nowMs() + Number(ms) });
  }

  return {
    keys: used,
    eval(script, [first = "", second = ""], [one = "", two = "", three = ""]) {
      for (const key of [first, second].filter(Boolean)) used.add(key);
      if (script.includes("PTTL")) {
        return [get(first), get(first) === null ? -2 : (entries.get(first)?.endsAtMs ?? 0) - nowMs()];
      }
      const isSame = get(first) === one;
      if (script.includes("NX")) {
        if (!isSame && get(first) !== null) return 0;
        set(first, one, two);
        return 1;
      }
      if (!isSame) return 0;
      entries.delete(first);
      if (script.includes('"SET"')) set(second, two, three);
      return 1;
    },
  };
}
