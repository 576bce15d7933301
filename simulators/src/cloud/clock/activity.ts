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

  const count: Count = {
    start() {
      busy += 1;
      begun += 1;
    },
    stop() {
      busy -= 1;
      if (busy > 0) return;
      const ready = waiters;
      waiters = [];
      for (const wake of ready) wake();
    },
  };

  return {
    begin() {
      count.start();
      return new CountedActivity(count);
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

/** The number of activities under way. */
interface Count {
  start(): void;
  stop(): void;
}

/** A class, because each request is one, and functions for each would cost as much as the rest of it. */
class CountedActivity implements Activity {
  readonly #count: Count;
  #hasEnded = false;

  constructor(count: Count) {
    this.#count = count;
  }

  async idle<T>(waiting: Promise<T>): Promise<T> {
    this.#count.stop();
    try {
      return await waiting;
    } finally {
      this.#count.start();
    }
  }

  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#count.stop();
  }
}

/** Turns of the runtime's event loop. */
export interface Turns {
  /** Lets every callback that is ready run, and one real asynchronous operation of each kind finish. */
  next(): Promise<void>;
  close(): void;
}

const NOTHING: Uint8Array<ArrayBuffer> = new Uint8Array(0);

/**
 * A message to oneself is a macrotask in every runtime and has no minimum delay, unlike `setTimeout`. Behind it, what
 * queues up after the same that clients have under way, so that they get on with it: a digest after their WebCrypto
 * operations, for clients that are signing, and a body after the replies that they read, which in workerd come by the
 * event loop though they have arrived completely. Where there are no messages, the others come back by the event loop too.
 */
export function openTurns(): Turns {
  if (typeof MessageChannel === "undefined") return { next: finishOneOfEach, close: () => {} };
  const { port1, port2 } = new MessageChannel();
  let arrived = (): void => {};
  port1.onmessage = () => arrived();
  return {
    async next() {
      await new Promise<void>((resolve) => {
        arrived = resolve;
        port2.postMessage(null);
      });
      await finishOneOfEach();
    },
    close() {
      port1.close();
      port2.close();
    },
  };
}

async function finishOneOfEach(): Promise<void> {
  await Promise.all([crypto.subtle.digest("SHA-256", NOTHING), new Response("x").text()]);
}
