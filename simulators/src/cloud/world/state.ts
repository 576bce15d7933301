/** A part of the world that can be saved and put back. Snapshots are plain data of its own making, never shared with the live part. */
export interface StatePart {
  snapshot(): unknown;
  restore(saved: unknown): void;
}

/** All changing parts of a world, by name. */
export interface WorldState {
  /** Adds a part. What `reset` goes back to is its state when `markInitial` was called last, or, when it comes later, its state at this moment. */
  add(name: string, part: StatePart): void;
  /** Makes the present state of all parts the one that `reset` goes back to. */
  markInitial(): void;
  snapshot(): ReadonlyMap<string, unknown>;
  restore(saved: ReadonlyMap<string, unknown>): void;
  reset(): void;
}

export function createWorldState(): WorldState {
  const parts = new Map<string, StatePart>();
  let initial: Map<string, unknown> | undefined;
  /** State of parts that come to be with their first use. */
  let awaited: ReadonlyMap<string, unknown> = new Map();

  function restore(saved: ReadonlyMap<string, unknown>): void {
    awaited = new Map([...saved].filter(([name]) => !parts.has(name)));
    for (const [name, part] of parts) part.restore(saved.has(name) ? saved.get(name) : initial?.get(name));
  }

  function snapshot(): Map<string, unknown> {
    return new Map([...parts].map(([name, part]) => [name, part.snapshot()]));
  }

  return {
    add(name, part) {
      if (parts.has(name)) throw new TypeError(`the world already has a part named ${JSON.stringify(name)}`);
      parts.set(name, part);
      initial?.set(name, part.snapshot());
      if (awaited.has(name)) part.restore(awaited.get(name));
    },
    markInitial() {
      initial = snapshot();
    },
    snapshot,
    restore,
    reset() {
      if (initial !== undefined) restore(initial);
    },
  };
}

/** Values that are let go some time after they expire, so that a service can still say for a while that they did. */
export interface ExpiringMap<V extends { readonly expiresAtMs: number }> extends StatePart {
  get(key: string): V | undefined;
  /** Adds or replaces a value, and now and then lets expired ones go. */
  set(key: string, value: V, nowMs: number): void;
  values(): IterableIterator<V>;
  size(): number;
}

const KEPT_AFTER_EXPIRY_MS = 900_000;
const SWEEP_EVERY_MS = 900_000;

/** Values must be immutable: snapshots hold them as they are. */
export function createExpiringMap<V extends { readonly expiresAtMs: number }>(): ExpiringMap<V> {
  let held = new Map<string, V>();
  let sweptAtMs = Number.NEGATIVE_INFINITY;

  function sweep(nowMs: number): void {
    if (nowMs - sweptAtMs < SWEEP_EVERY_MS) return;
    sweptAtMs = nowMs;
    for (const [key, { expiresAtMs }] of held) {
      if (expiresAtMs + KEPT_AFTER_EXPIRY_MS <= nowMs) held.delete(key);
    }
  }

  return {
    get: (key) => held.get(key),
    set(key, value, nowMs) {
      sweep(nowMs);
      held.set(key, value);
    },
    values: () => held.values(),
    size: () => held.size,
    snapshot: () => ({ held: new Map(held), sweptAtMs }),
    restore(saved) {
      const state = saved as { held: Map<string, V>; sweptAtMs: number };
      held = new Map(state.held);
      sweptAtMs = state.sweptAtMs;
    },
  };
}

/** Several parts of the state as one, saved and put back together. */
export function joinParts(...parts: readonly StatePart[]): StatePart {
  return {
    snapshot: () => parts.map((part) => part.snapshot()),
    restore(saved) {
      const states = saved as readonly unknown[];
      for (const [index, part] of parts.entries()) part.restore(states[index]);
    },
  };
}
