import type { AlicredError, Credentials } from "../../src/mod.ts";

/** How a promise stands, readable without awaiting it. */
export interface Outcome {
  settled: boolean;
  value?: Credentials;
  error?: AlicredError;
}

export function watch(promise: Promise<Credentials>): Outcome {
  const outcome: Outcome = { settled: false };
  promise.then(
    (value) => Object.assign(outcome, { settled: true, value }),
    (error: unknown) => Object.assign(outcome, { settled: true, error }),
  );
  return outcome;
}

/** The error that a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<AlicredError> {
  try {
    await promise;
  } catch (thrown) {
    return thrown as AlicredError;
  }
  throw new Error("The promise was expected to reject.");
}

/** The error that a call throws; it must be of this class. */
export function thrownBy<E extends Error>(ErrorClass: new (...given: never[]) => E, call: () => unknown): E {
  try {
    call();
  } catch (thrown) {
    if (thrown instanceof ErrorClass) return thrown;
    throw thrown;
  }
  throw new Error("The call was expected to throw.");
}

export const SECOND_MS = 1000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
