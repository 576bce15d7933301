/**
 * Time that a scenario can move: a day passes at once, and a wall clock is set, for every library in the process.
 *
 * @module
 */

export interface TimeMachine {
  /** The true time since the machine was made, in milliseconds, with what it skipped. */
  elapsedMs(): number;
  /** The true wall clock: what the services show, in epoch milliseconds. */
  wallMs(): number;
  /** Lets time pass at once, on all clocks. Timers do not notice. */
  travel(ms: number): void;
  /** Sets the local wall clock, by so much, and no other. */
  setWall(byMs: number): void;
  /** Puts the moved clocks in the place of those of the process. @returns what undoes it */
  install(): () => void;
}

const RealDate = Date;
const realNow = Date.now.bind(Date);
const realPerformanceNow = performance.now.bind(performance);
const realUptime = process.uptime.bind(process);
const realHrtime = process.hrtime;

/** The time that passes for the person, in milliseconds, whatever a machine moved. */
export const realMs: () => number = realPerformanceNow;

export function createTimeMachine(): TimeMachine {
  const startMs = realPerformanceNow();
  const startWallMs = realNow();
  let skippedMs = 0;
  let setByMs = 0;
  const elapsedMs = (): number => realPerformanceNow() - startMs + skippedMs;
  const wallMs = (): number => Math.round(startWallMs + elapsedMs());
  return {
    elapsedMs,
    wallMs,
    travel: (ms) => {
      skippedMs += ms;
    },
    setWall: (byMs) => {
      setByMs += byMs;
    },
    install: () => {
      const localNow = (): number => wallMs() + setByMs;
      globalThis.Date = movedDate(localNow);
      performance.now = () => realPerformanceNow() + skippedMs;
      process.uptime = () => realUptime() + skippedMs / 1000;
      process.hrtime = movedHrtime(() => skippedMs);
      return () => {
        globalThis.Date = RealDate;
        performance.now = realPerformanceNow;
        process.uptime = realUptime;
        process.hrtime = realHrtime;
      };
    },
  };
}

const SECOND_NS = 1_000_000_000n;

/** A `process.hrtime` that is ahead by so many milliseconds. */
function movedHrtime(aheadMs: () => number): NodeJS.HRTime {
  const bigint = (): bigint => realHrtime.bigint() + BigInt(Math.round(aheadMs() * 1e6));
  const hrtime = ([seconds, nanoseconds]: [number, number] = [0, 0]): [number, number] => {
    const passed = bigint() - BigInt(seconds) * SECOND_NS - BigInt(nanoseconds);
    return [Number(passed / SECOND_NS), Number(passed % SECOND_NS)];
  };
  return Object.assign(hrtime, { bigint });
}

/** A `Date` that reads this clock. */
function movedDate(now: () => number): DateConstructor {
  return new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
  });
}
