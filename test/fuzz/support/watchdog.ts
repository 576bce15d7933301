import { Worker } from "node:worker_threads";
import { MOST_CHARACTERS } from "../target.ts";

/** Ends the process when an input is fed for too long, also in a loop that never lets go. */
export interface Watchdog {
  /** An input is about to be fed. */
  begin(input: string): void;
  end(): void;
  stop(): Promise<void>;
}

const STATE_BYTES = 8;
/** UTF-8 takes up to three bytes for a UTF-16 unit. */
const TEXT_BYTES = MOST_CHARACTERS * 3;

/** In a thread of its own: it looks twice a second, saves the input and ends the process. */
const CODE = `
const { workerData: { shared, hangFile, limitMs } } = require("node:worker_threads");
const { writeFileSync } = require("node:fs");
const state = new Int32Array(shared, 0, 2);
let seen = 0, sinceMs = Date.now();
setInterval(() => {
  const turn = Atomics.load(state, 0);
  if (turn !== seen || turn % 2 === 0) { seen = turn; sinceMs = Date.now(); return; }
  if (Date.now() - sinceMs < limitMs) return;
  writeFileSync(hangFile, new Uint8Array(shared, ${STATE_BYTES}, Atomics.load(state, 1)));
  process.stderr.write("an input was fed for more than " + limitMs + " ms: " + hangFile + "\\n");
  process.kill(process.pid, "SIGKILL");
}, 500).unref();
`;

/** @param hangFile gets the input that never ends */
export function startWatchdog(hangFile: string, limitMs: number): Watchdog {
  const shared = new SharedArrayBuffer(STATE_BYTES + TEXT_BYTES);
  const state = new Int32Array(shared, 0, 2);
  const text = new Uint8Array(shared, STATE_BYTES);
  const worker = new Worker(CODE, { eval: true, execArgv: [], workerData: { shared, hangFile, limitMs } });
  worker.unref();
  return {
    begin(input) {
      // A TextEncoder refuses shared memory.
      const bytes = new TextEncoder().encode(input);
      text.set(bytes.subarray(0, TEXT_BYTES));
      Atomics.store(state, 1, Math.min(bytes.length, TEXT_BYTES));
      Atomics.add(state, 0, 1);
    },
    end() {
      Atomics.add(state, 0, 1);
    },
    async stop() {
      await worker.terminate();
    },
  };
}
