import type { Turns } from "./turns.ts";

/** Work that time must not overtake: while one is under way and not waiting, `advance` does not move on. */
export interface Activity {
  /** Awaits something that only the passing of time (or the client) can bring about; time may move meanwhile. */
  idle<T>(waiting: Promise<T>): Promise<T>;
  end(): void;
}

/** Counts the activities under way, and waits for quiet. */
export interface ActivityTracker {
  begin(): Activity;
  /** Resolves once nothing is under way and `quietTurns` turns of the event loop in a row started nothing new. */
  settle(turns: Turns): Promise<void>;
}

export function createActivityTracker(quietTurns: number): ActivityTracker {
  let busy = 0;
  let begun = 0;
  let waiters: (() => void)[] = [];

  function release(): void {
    busy -= 1;
    if (busy > 0) return;
    const ready = waiters;
    waiters = [];
    for (const wake of ready) wake();
  }

  return {
    begin() {
      busy += 1;
      begun += 1;
      let ended = false;
      return {
        async idle(waiting) {
          release();
          try {
            return await waiting;
          } finally {
            busy += 1;
            begun += 1;
          }
        },
        end() {
          if (ended) return;
          ended = true;
          release();
        },
      };
    },
    async settle(turns) {
      for (let quiet = 0; quiet < quietTurns; quiet++) {
        const seen = begun;
        await turns.next();
        if (busy > 0) await new Promise<void>((resolve) => waiters.push(resolve));
        if (begun !== seen) quiet = -1;
      }
    },
  };
}
