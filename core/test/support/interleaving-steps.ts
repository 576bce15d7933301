import fc from "fast-check";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "./outcome.ts";

/** The behaviour of the upstream from a step on. */
export type Upstream =
  | { readonly kind: "issues"; readonly lifetimeMs: number; readonly latencyMs: number }
  | { readonly kind: "fails" | "refuses"; readonly latencyMs: number }
  | { readonly kind: "hangs" | "throws" | "expired" };

export type Step =
  | {
      readonly do: "get";
      readonly minTtlMs?: number;
      readonly timeoutMs?: number;
      readonly abortAfterMs?: number;
    }
  | { readonly do: "advance"; readonly ms: number }
  /** Moves into a window of the cached snapshot, or to its last second. */
  | { readonly do: "approach"; readonly what: "advisory" | "mandatory" | "expiry" }
  | { readonly do: "invalidate"; readonly latestOnly: boolean }
  /** Sets the wall clock, which is right at first, to be off by so much. */
  | { readonly do: "set-clock"; readonly offMs: number }
  /** Stops the process, or blocks its event loop. */
  | { readonly do: "freeze"; readonly ms: number }
  | { readonly do: "upstream"; readonly upstream: Upstream };

const latencyMs = fc.constantFrom(0, 1, 40, 900, 7 * SECOND_MS);
const spanMs = fc.constantFrom(
  0,
  1,
  30,
  200,
  SECOND_MS,
  6 * SECOND_MS,
  45 * SECOND_MS,
  4 * MINUTE_MS,
  13 * MINUTE_MS,
);
const lifetimeMs = fc.constantFrom(MINUTE_MS, 15 * MINUTE_MS, HOUR_MS);

const upstream: fc.Arbitrary<Upstream> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("issues" as const), lifetimeMs, latencyMs }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom("fails" as const, "refuses" as const), latencyMs }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom("hangs" as const, "throws" as const, "expired" as const) }),
  },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record(
      {
        do: fc.constant("get" as const),
        minTtlMs: fc.constantFrom(0, 30 * SECOND_MS, 10 * MINUTE_MS),
        timeoutMs: fc.constantFrom(0, 500, 30 * SECOND_MS),
        abortAfterMs: fc.constantFrom(0, 100, 3 * SECOND_MS),
      },
      { requiredKeys: ["do"] },
    ),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("advance" as const), ms: spanMs }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("approach" as const),
      what: fc.constantFrom("advisory" as const, "mandatory" as const, "expiry" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("invalidate" as const), latestOnly: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("upstream" as const), upstream }) },
);

/** Callers, aborts, invalidations, time and troubles upstream, in any order. */
export const steps: fc.Arbitrary<Step[]> = fc.array(step, { maxLength: 60, size: "max" });

/** Hours that a clock may be off; never so little that a reply's whole seconds could not show it. */
const offMs = fc.oneof(
  fc.constant(0),
  fc.integer({ min: MINUTE_MS, max: 24 * HOUR_MS }),
  fc.integer({ min: -24 * HOUR_MS, max: -MINUTE_MS }),
);

/** The same, with clocks that are set and processes that stand still. */
export const troubledSteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: step },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("set-clock" as const), offMs }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant("freeze" as const),
        ms: fc.constantFrom(2 * SECOND_MS, 8 * SECOND_MS, 25 * SECOND_MS, 4 * MINUTE_MS, HOUR_MS),
      }),
    },
  ),
  { maxLength: 24, size: "max" },
);
