import fc from "fast-check";
import {
  type AlicredError,
  type Credentials,
  defaultWindows,
  type GetOptions,
  RefusedError,
  type Resolver,
  refreshing,
} from "../../src/mod.ts";
import {
  type Behaviour,
  type FakeSource,
  fails,
  fakeSource,
  hangsForEver,
  issues,
  throws,
} from "./fake-source.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "./outcome.ts";
import { type TestHost, testHost } from "./test-host.ts";
import { settle } from "./virtual-clock.ts";

/** What the upstream does from a step on. */
type Upstream =
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
  | { readonly do: "upstream"; readonly upstream: Upstream };

/** One call of `get`, as its caller saw it. */
export interface Caller {
  readonly options: GetOptions;
  readonly startedAtMs: number;
  readonly abortReason: Error | undefined;
  settledAtMs?: number;
  credentials?: Credentials;
  error?: AlicredError;
}

/** One call of the source. */
export interface UpstreamCall {
  readonly startedAtMs: number;
  readonly upstream: Upstream;
  endedAtMs?: number;
}

export interface History {
  readonly host: TestHost;
  readonly resolver: Resolver;
  readonly source: FakeSource;
  readonly callers: readonly Caller[];
  readonly calls: readonly UpstreamCall[];
  readonly invalidatedAtMs: readonly number[];
}

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

/** Callers, aborts, invalidations, time and troubles upstream, in any order. */
export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
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
  ),
  { maxLength: 60, size: "max" },
);

/** Plays the steps, then lets everything end. */
export async function play(script: readonly Step[], seed: number, requestScoped = false): Promise<History> {
  const host = testHost({ seed, requestScoped });
  const { clock } = host;
  const callers: Caller[] = [];
  const calls: UpstreamCall[] = [];
  const invalidatedAtMs: number[] = [];
  let now: Upstream = { kind: "issues", lifetimeMs: 15 * MINUTE_MS, latencyMs: 40 };
  const source = fakeSource(async (call) => {
    const record: UpstreamCall = { startedAtMs: clock.now(), upstream: now };
    calls.push(record);
    try {
      return await behaviour(now)(call);
    } finally {
      record.endedAtMs = clock.now();
    }
  });
  const resolver = refreshing(source, { host });
  for (const step of script) {
    if (step.do === "advance") await clock.advance(step.ms);
    else if (step.do === "upstream") now = step.upstream;
    else if (step.do === "approach")
      await clock.advanceTo(instantOf(step.what, resolver.peek(), calls) ?? clock.now());
    else if (step.do === "get") callers.push(startCaller(host, resolver, step));
    else {
      resolver.invalidate(
        step.latestOnly ? callers.findLast((each) => each.credentials)?.credentials : undefined,
      );
      invalidatedAtMs.push(clock.now());
    }
    await settle();
  }
  await clock.advance(MINUTE_MS);
  return { host, resolver, source, callers, calls, invalidatedAtMs };
}

function instantOf(
  what: "advisory" | "mandatory" | "expiry",
  cached: Credentials | undefined,
  calls: readonly UpstreamCall[],
): number | undefined {
  const upstream = calls.findLast((call) => call.upstream.kind === "issues")?.upstream;
  if (cached?.expiresAtMs === undefined || upstream?.kind !== "issues") return undefined;
  const { advisoryMs, mandatoryMs } = defaultWindows(upstream.lifetimeMs);
  return cached.expiresAtMs - { advisory: advisoryMs / 2, mandatory: mandatoryMs, expiry: SECOND_MS }[what];
}

function startCaller(
  { clock }: TestHost,
  resolver: Resolver,
  { minTtlMs, timeoutMs, abortAfterMs }: Step & { do: "get" },
): Caller {
  const controller = new AbortController();
  const abortReason = abortAfterMs === undefined ? undefined : new Error("this caller gave up");
  const options: GetOptions = {
    ...(minTtlMs !== undefined && { minTtlMs }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(abortAfterMs !== undefined && { signal: controller.signal }),
  };
  const caller: Caller = { options, startedAtMs: clock.now(), abortReason };
  const seen = (what: Partial<Caller>): void =>
    void Object.assign(caller, what, { settledAtMs: clock.now() });
  resolver.get(options).then(
    (credentials) => seen({ credentials }),
    (error: AlicredError) => seen({ error }),
  );
  if (abortAfterMs !== undefined) void clock.sleep(abortAfterMs).then(() => controller.abort(abortReason));
  return caller;
}

function behaviour(upstream: Upstream): Behaviour {
  switch (upstream.kind) {
    case "issues":
      return issues(upstream);
    case "expired":
      return issues({ lifetimeMs: -MINUTE_MS });
    case "fails":
      return fails(undefined, upstream.latencyMs);
    case "refuses":
      return fails(
        () => new RefusedError("UPSTREAM_REFUSED", "The service answered 403."),
        upstream.latencyMs,
      );
    case "throws":
      return throws(new TypeError("a slip in the source"));
    case "hangs":
      return hangsForEver;
  }
}
