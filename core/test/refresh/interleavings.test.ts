import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { casesOf } from "../../../test/case-count.ts";
import { defaultWindows } from "../../src/mod.ts";
import { type Caller, type History, play, type UpstreamCall } from "../support/interleaving.ts";
import { steps, troubledSteps } from "../support/interleaving-steps.ts";

// One random script of callers, aborts, invalidations, time and troubles upstream; one test for each promise.
async function everywhere(check: (history: History) => void): Promise<void> {
  await fc.assert(
    fc.asyncProperty(steps, fc.nat(), async (script, seed) => check(await play(script, seed))),
    { numRuns: casesOf(150), seed: 20300101 },
  );
}

/** The latest upstream call that had ended when a caller came. */
function latestCall({ calls }: History, { startedAtMs }: Caller, kind?: "issues"): UpstreamCall | undefined {
  return calls.findLast(
    ({ endedAtMs = Number.POSITIVE_INFINITY, upstream }) =>
      endedAtMs <= startedAtMs && (kind === undefined || upstream.kind === kind),
  );
}

/** Whether what the cache held when a caller came was enough for this caller, and stayed so until its answer. */
function hadEnough(history: History, caller: Caller): boolean {
  const call = latestCall(history, caller, "issues");
  if (call?.endedAtMs === undefined || call.upstream.kind !== "issues") return false;
  const { endedAtMs } = call;
  const { settledAtMs = 0, options } = caller;
  const remainingMs = endedAtMs + call.upstream.lifetimeMs - settledAtMs;
  const invalidated = history.invalidatedAtMs.some((atMs) => atMs >= endedAtMs && atMs <= settledAtMs);
  return !invalidated && remainingMs > 1000 && remainingMs >= (options.minTtlMs ?? 0);
}

describe("in every interleaving of callers, aborts, invalidations and troubles upstream", () => {
  it("property 1: one upstream call at a time, and none without need", async () => {
    await everywhere(({ calls, callers, invalidatedAtMs }) => {
      for (const [index, call] of calls.entries()) {
        const before = calls[index - 1];
        if (before === undefined) continue;
        // A source that ignores its signal is given up after the limit of a refresh.
        const endedAtMs = before.endedAtMs ?? before.startedAtMs + 20_000;
        expect(call.startedAtMs).toBeGreaterThanOrEqual(endedAtMs);
        if (before.upstream.kind !== "issues" || before.endedAtMs === undefined) continue;
        const { lifetimeMs } = before.upstream;
        const advisoryAtMs = endedAtMs + lifetimeMs - defaultWindows(lifetimeMs).advisoryMs;
        const needed =
          call.startedAtMs >= advisoryAtMs ||
          invalidatedAtMs.some((atMs) => atMs >= before.startedAtMs && atMs <= call.startedAtMs) ||
          callers.some(
            ({ options: { minTtlMs = 0 } }) => endedAtMs + lifetimeMs - call.startedAtMs < minTtlMs,
          );
        expect(needed).toBe(true);
      }
    });
  });

  it("property 2: nobody is served credentials past their expiry", async () => {
    await everywhere(({ callers }) => {
      for (const { credentials, settledAtMs = 0 } of callers) {
        if (credentials) expect(credentials.expiresAtMs).toBeGreaterThan(settledAtMs);
      }
    });
  });

  it("property 3: who finds valid credentials waits shortly, and not at all while the upstream is known to be down", async () => {
    await everywhere((history) => {
      for (const caller of history.callers) {
        if (!hadEnough(history, caller)) continue;
        const { startedAtMs, settledAtMs = Number.NaN } = caller;
        const isDown = latestCall(history, caller)?.upstream.kind !== "issues";
        expect(settledAtMs - startedAtMs).toBeLessThanOrEqual(isDown ? 0 : 5_000);
      }
    });
  });

  it("nobody fails, but by an abort, who finds valid credentials", async () => {
    await everywhere((history) => {
      for (const caller of history.callers) {
        if (caller.error && hadEnough(history, caller)) expect(caller.error).toBe(caller.abortReason);
      }
    });
  });

  it("property 4: key, secret and token come from one acquisition", async () => {
    await everywhere(({ callers }) => {
      for (const { credentials } of callers) {
        if (credentials === undefined) continue;
        const number = credentials.accessKeyId.slice("key-".length);
        expect(credentials.accessKeySecret).toBe(`secret-${number}`);
        expect(credentials.securityToken).toBe(`token-${number}`);
      }
    });
  });

  it("property 7: failures are followed by a pause, refusals by the negative-cache period", async () => {
    await everywhere(({ calls }) => {
      for (const [index, call] of calls.entries()) {
        const before = calls[index - 1];
        if (before === undefined || before.upstream.kind === "issues") continue;
        const endedAtMs = before.endedAtMs ?? before.startedAtMs + 20_000;
        const leastPauseMs = before.upstream.kind === "refuses" ? 30_000 : 100;
        expect(call.startedAtMs - endedAtMs).toBeGreaterThanOrEqual(leastPauseMs);
      }
    });
  });

  it("property 8: a caller fails by its own abort only, and an abort ends its wait at once", async () => {
    await everywhere(({ callers }) => {
      const reasons: unknown[] = callers.map(({ abortReason }) => abortReason);
      for (const { error, abortReason } of callers) {
        if (error && error !== abortReason) expect(reasons).not.toContain(error);
      }
    });
  });

  it("everybody is answered within the limits of a refresh and of their own wait", async () => {
    await everywhere(({ callers }) => {
      for (const { options, startedAtMs, settledAtMs = Number.NaN, abortReason } of callers) {
        // A call that asks for more life than the refresh under way may wait for its own after that one.
        const refreshesMs = options.minTtlMs ? 40_000 : 20_000;
        const limitMs = Math.min(
          refreshesMs,
          options.timeoutMs ?? refreshesMs,
          abortReason ? 3_000 : refreshesMs,
        );
        expect(settledAtMs - startedAtMs).toBeLessThanOrEqual(limitMs);
      }
    });
  });

  it("provides the remaining life that was asked for", async () => {
    await everywhere(({ callers }) => {
      for (const { credentials, options, settledAtMs = 0 } of callers) {
        const remainingMs = (credentials?.expiresAtMs ?? Number.POSITIVE_INFINITY) - settledAtMs;
        expect(remainingMs).toBeGreaterThanOrEqual(options.minTtlMs ?? 0);
      }
    });
  });

  it("no timer is left once everybody is answered", async () => {
    await everywhere(({ host }) => {
      expect(host.clock.pending()).toBe(0);
    });
  });
});

/** The properties that hold whatever clocks say and however long the process stands still. */
function checkTroubled(history: History): void {
  const { callers, calls, peeks, disturbedAtMs, host, recoveredAfterMs = 0 } = history;
  for (const { credentials, settledAtMs = 0 } of callers)
    if (credentials) expect(credentials.expiresAtMs).toBeGreaterThan(settledAtMs);
  for (const { credentials, atMs } of peeks) expect(credentials.expiresAtMs).toBeGreaterThan(atMs);

  for (const { options, startedRunningMs, settledRunningMs = Number.NaN } of callers)
    if (options.timeoutMs !== undefined)
      expect(settledRunningMs - startedRunningMs).toBeLessThanOrEqual(options.timeoutMs + 100);

  let isHanging = false;
  for (const [index, call] of calls.entries()) {
    const before = calls[index - 1];
    isHanging = call.endedAtMs === undefined;
    if (before === undefined) continue;
    const { startedAtMs, upstream, endedAtMs = startedAtMs + 20_000 } = before;
    const isDisturbed = disturbedAtMs.some((atMs) => atMs >= startedAtMs && atMs <= call.startedAtMs);
    if (isDisturbed) continue;
    if (upstream.kind !== "issues")
      expect(call.startedAtMs - endedAtMs).toBeGreaterThanOrEqual(upstream.kind === "refuses" ? 30_000 : 100);
  }
  // Each disturbance costs one call at most, and every other call has a caller as its reason.
  const reasons = callers.length + disturbedAtMs.length;
  expect(calls.length).toBeLessThanOrEqual(reasons + recoveredAfterMs / 250 + 1);

  const isRefused = calls.some(({ upstream }) => upstream.kind === "refuses");
  const limitMs =
    (isHanging || calls.some(({ upstream }) => upstream.kind === "hangs") ? 20_000 : 7_000) + 2_000;
  expect(recoveredAfterMs).toBeLessThanOrEqual(limitMs + (isRefused ? 37_500 : 2_000) + 500);
  expect(host.clock.pending()).toBe(0);
}

describe("with clocks that are set by up to a day, and processes that stand still for up to an hour", () => {
  it.each([false, true])(
    "nothing is served past its true end, limits are kept, calls bounded, and recovery is quick (requestScoped: %s)",
    async (requestScoped) => {
      await fc.assert(
        fc.asyncProperty(troubledSteps, fc.nat(), async (script, seed) =>
          checkTroubled(await play(script, seed, { requestScoped, recovers: true })),
        ),
        { numRuns: casesOf(5_000), seed: 20300101 },
      );
    },
  );
});
