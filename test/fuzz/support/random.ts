/** Random numbers that a seed determines. */
export interface Random {
  /** A whole number from 0 to `below - 1`. */
  below(below: number): number;
  of<T>(list: readonly T[]): T;
}

/** Mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    of<T>(list: readonly T[]) {
      if (list.length === 0) throw new Error("an empty list");
      return list[below(list.length)] as T;
    },
  };
}
