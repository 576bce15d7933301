import { Session } from "node:inspector";

/** Which parts of the code have run since the last look. */
export interface Coverage {
  /** The parts that ran for the first time since the start, as texts that name them. */
  fresh(): readonly string[];
  /** All parts that ran since the last look, new or not. */
  again(): readonly string[];
  stop(): void;
}

interface Taken {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly ranges: readonly {
        readonly startOffset: number;
        readonly endOffset: number;
        readonly count: number;
      }[];
    }[];
  }[];
}

const OWN_CODE = /\/(?:core|plugins|simulators|cli)\/.*src\/[^?]*\.ts$/;

/** Counts blocks by V8's own profiler, in this process. What runs while it counts takes longer. */
export function startCoverage(): Coverage {
  const session = new Session();
  session.connect();
  const seen = new Set<string>();
  session.post("Profiler.enable");
  session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });

  /** The session answers in the same turn. */
  function take(): Taken["result"] {
    let result: Taken["result"] = [];
    session.post("Profiler.takePreciseCoverage", (error, taken) => {
      if (error) throw error;
      ({ result } = taken as Taken);
    });
    return result;
  }

  /** A loop that turns much more often may be on its way to somewhere new, so the count is part of the place. */
  function places(): readonly string[] {
    return take()
      .filter(({ url }) => OWN_CODE.test(url))
      .flatMap(({ url, functions }) =>
        functions
          .flatMap(({ ranges }) => ranges)
          .filter(({ count }) => count > 0)
          .map(
            (range) => `${url}:${range.startOffset}-${range.endOffset}x${Math.floor(Math.log2(range.count))}`,
          ),
      );
  }

  return {
    fresh() {
      const fresh = places().filter((place) => !seen.has(place));
      for (const place of fresh) seen.add(place);
      return fresh;
    },
    again: places,
    stop() {
      session.post("Profiler.stopPreciseCoverage");
      session.disconnect();
    },
  };
}
