import {
  type AlicredError,
  type Credentials,
  defaultWindows,
  found,
  type GetOptions,
  instantOf as instantOfClock,
  RefusedError,
  type Resolver,
  refreshing,
} from "../../src/mod.ts";
import {
  type Behaviour,
  type FakeSource,
  fails,
  fakeSource,
  generation,
  hangsForEver,
  issues,
  throws,
} from "./fake-source.ts";
import type { Step, Upstream } from "./interleaving-steps.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "./outcome.ts";
import { type TestHost, testHost } from "./test-host.ts";
import { START_MS, settle } from "./virtual-clock.ts";

/** One call of `get`, as its caller saw it. */
export interface Caller {
  readonly options: GetOptions;
  /** In true time, whatever the clock says. */
  readonly startedAtMs: number;
  readonly startedRunningMs: number;
  readonly abortReason: Error | undefined;
  settledAtMs?: number;
  settledRunningMs?: number;
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
  /** When a clock was set, or the process stood still. */
  readonly disturbedAtMs: readonly number[];
  /** The result of `peek` after each step, with its time. */
  readonly peeks: readonly { readonly credentials: Credentials; readonly atMs: number }[];
  /** How long after the end of all troubles a caller was served; `undefined` when the script was not followed so far. */
  readonly recoveredAfterMs: number | undefined;
}

/** The true time, which is the issuer's, in epoch milliseconds. */
function trueNow({ clock }: TestHost): number {
  return START_MS + clock.trueMs();
}

/** Plays the steps, then lets everything end. */
export async function play(
  script: readonly Step[],
  seed: number,
  { requestScoped = false, recovers = false } = {},
): Promise<History> {
  const host = testHost({ seed, requestScoped });
  const { clock } = host;
  const callers: Caller[] = [];
  const calls: UpstreamCall[] = [];
  const invalidatedAtMs: number[] = [];
  const disturbedAtMs: number[] = [];
  const peeks: { credentials: Credentials; atMs: number }[] = [];
  let offMs = 0;
  let now: Upstream = { kind: "issues", lifetimeMs: 15 * MINUTE_MS, latencyMs: 40 };
  const source = fakeSource(async (call) => {
    const record: UpstreamCall = { startedAtMs: trueNow(host), upstream: now };
    calls.push(record);
    try {
      return await behaviour(host, now)(call);
    } finally {
      record.endedAtMs = trueNow(host);
    }
  });
  const resolver = refreshing(source, { host });
  for (const step of script) {
    if (step.do === "advance") await clock.advance(step.ms);
    else if (step.do === "upstream") now = step.upstream;
    else if (step.do === "approach")
      await clock.advance(Math.max(0, instantOf(step.what, resolver.peek(), calls) - trueNow(host)) || 0);
    else if (step.do === "set-clock") {
      clock.jump(step.offMs - offMs);
      offMs = step.offMs;
      disturbedAtMs.push(trueNow(host));
    } else if (step.do === "freeze") {
      disturbedAtMs.push(trueNow(host));
      clock.freeze(step.ms);
      disturbedAtMs.push(trueNow(host));
    } else if (step.do === "get") callers.push(startCaller(host, resolver, step));
    else {
      resolver.invalidate(
        step.latestOnly ? callers.findLast((each) => each.credentials)?.credentials : undefined,
      );
      invalidatedAtMs.push(trueNow(host));
    }
    await settle();
    const credentials = resolver.peek();
    if (credentials) peeks.push({ credentials, atMs: trueNow(host) });
  }
  now = { kind: "issues", lifetimeMs: HOUR_MS, latencyMs: 40 };
  const recoveredAfterMs = recovers ? await recovery(host, resolver) : undefined;
  await clock.advance(MINUTE_MS);
  return {
    host,
    resolver,
    source,
    callers,
    calls,
    invalidatedAtMs,
    disturbedAtMs,
    peeks,
    recoveredAfterMs,
  };
}

/** Calls until somebody is served. */
async function recovery(host: TestHost, resolver: Resolver): Promise<number> {
  const { clock } = host;
  const startMs = clock.runningMs();
  let isServed = false;
  while (!isServed && clock.runningMs() - startMs < 10 * MINUTE_MS) {
    resolver.get().then(
      () => {
        isServed = true;
      },
      () => undefined,
    );
    await clock.advance(250);
  }
  return clock.runningMs() - startMs;
}

function instantOf(
  what: "advisory" | "mandatory" | "expiry",
  cached: Credentials | undefined,
  calls: readonly UpstreamCall[],
): number {
  const upstream = calls.findLast((call) => call.upstream.kind === "issues")?.upstream;
  if (cached?.expiresAtMs === undefined || upstream?.kind !== "issues") return Number.NaN;
  const { advisoryMs, mandatoryMs } = defaultWindows(upstream.lifetimeMs);
  return cached.expiresAtMs - { advisory: advisoryMs / 2, mandatory: mandatoryMs, expiry: SECOND_MS }[what];
}

function startCaller(
  host: TestHost,
  resolver: Resolver,
  { minTtlMs, timeoutMs, abortAfterMs }: Step & { do: "get" },
): Caller {
  const { clock } = host;
  const controller = new AbortController();
  const abortReason = abortAfterMs === undefined ? undefined : new Error("this caller gave up");
  const options: GetOptions = {
    ...(minTtlMs !== undefined && { minTtlMs }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(abortAfterMs !== undefined && { signal: controller.signal }),
  };
  const caller: Caller = {
    options,
    startedAtMs: trueNow(host),
    startedRunningMs: clock.runningMs(),
    abortReason,
  };
  const seen = (what: Partial<Caller>): void => {
    const settled = { settledAtMs: trueNow(host), settledRunningMs: clock.runningMs() };
    Object.assign(caller, what, settled);
  };
  resolver.get(options).then(
    (credentials) => seen({ credentials }),
    (error: AlicredError) => seen({ error }),
  );
  if (abortAfterMs !== undefined) void clock.sleep(abortAfterMs).then(() => controller.abort(abortReason));
  return caller;
}

/** An issuer that knows the true time, and says it. */
function behaviour(host: TestHost, upstream: Upstream): Behaviour {
  switch (upstream.kind) {
    case "issues":
      return async ({ number, context }) => {
        const sentAt = instantOfClock(host.clock);
        if (upstream.latencyMs > 0) await host.clock.sleep(upstream.latencyMs, context.signal);
        const atMs = trueNow(host);
        context.serverClock.observe(new Headers({ date: new Date(atMs).toUTCString() }), sentAt);
        return found({ ...generation(number), expiration: atMs + upstream.lifetimeMs });
      };
    case "expired":
      return issues({ lifetimeMs: -2 * 24 * HOUR_MS });
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
