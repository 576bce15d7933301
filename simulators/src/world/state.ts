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

  function restore(saved: ReadonlyMap<string, unknown>): void {
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
