import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refreshing } from "../../src/mod.ts";
import { fakeSource, issues } from "../support/fake-source.ts";
import { MINUTE_MS, rejection, SECOND_MS, watch } from "../support/outcome.ts";
import { testHost } from "../support/test-host.ts";

describe.each([false, true])("property 8: the abort of one caller (requestScoped: %s)", (requestScoped) => {
  it("never ends the refresh of the others, no matter who aborts and when", async () => {
    const abortsAfter = fc.array(fc.option(fc.integer({ min: 0, max: 1500 })), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(abortsAfter, fc.nat(2), async (abortAfterMs, gap) => {
        const host = testHost({ requestScoped });
        const { clock } = host;
        const source = fakeSource(issues({ latencyMs: SECOND_MS }));
        const resolver = refreshing(source, { host });
        const startMs = clock.now();
        const callers = [];
        for (const afterMs of abortAfterMs) {
          const controller = new AbortController();
          const reason = new Error(`gave up after ${afterMs}`);
          if (afterMs !== null) void clock.sleep(afterMs).then(() => controller.abort(reason));
          const leavesAtMs = afterMs === null ? Number.POSITIVE_INFINITY : clock.now() + afterMs;
          callers.push({ outcome: watch(resolver.get({ signal: controller.signal })), reason, leavesAtMs });
          await clock.advance(gap * 10);
        }
        await clock.advance(2 * SECOND_MS);
        for (const { outcome, reason, leavesAtMs } of callers) {
          if (leavesAtMs < startMs + SECOND_MS) expect(outcome.error).toBe(reason);
          else if (leavesAtMs > startMs + SECOND_MS + 250) expect(outcome.value?.accessKeyId).toBe("key-1");
          else expect(outcome.settled).toBe(true);
        }
        expect(source.calls).toHaveLength(1);
        expect(source.calls[0]?.context.signal.aborted).toBe(false);
        expect(resolver.peek()?.accessKeyId).toBe("key-1");
        expect(clock.pending()).toBe(0);
      }),
      { numRuns: 60, seed: 20300101 },
    );
  });

  it("ends its own wait at once, with its own reason", async () => {
    const host = testHost({ requestScoped });
    const resolver = refreshing(fakeSource(issues({ latencyMs: SECOND_MS })), { host });
    const controller = new AbortController();
    const outcome = watch(resolver.get({ signal: controller.signal }));
    await host.clock.advance(500);
    const reason = new Error("the request is over");
    controller.abort(reason);
    await host.clock.advance(0);
    expect(outcome.error).toBe(reason);
  });

  it("before the call starts nothing", async () => {
    const host = testHost({ requestScoped });
    const source = fakeSource(issues());
    const reason = new Error("too late");
    const signal = AbortSignal.abort(reason);
    expect(await rejection(refreshing(source, { host }).get({ signal }))).toBe(reason);
    expect(source.calls).toHaveLength(0);
  });

  it("during a wait in the mandatory window fails that caller alone", async () => {
    const host = testHost({ requestScoped });
    const source = fakeSource(issues({ lifetimeMs: 15 * MINUTE_MS, latencyMs: SECOND_MS }));
    const resolver = refreshing(source, { host });
    const cold = watch(resolver.get());
    await host.clock.advance(14 * MINUTE_MS + 30 * SECOND_MS);
    expect(cold.value?.accessKeyId).toBe("key-1");
    const controller = new AbortController();
    const leaving = watch(resolver.get({ signal: controller.signal }));
    const staying = watch(resolver.get());
    await host.clock.advance(100);
    controller.abort(new Error("gone"));
    await host.clock.advance(2 * SECOND_MS);
    expect(leaving.error?.message).toBe("gone");
    expect(staying.value?.accessKeyId).toBe("key-2");
  });

  it("listens no longer to a signal once it is answered", async () => {
    const host = testHost({ requestScoped });
    const resolver = refreshing(fakeSource(issues({ latencyMs: 100 })), { host });
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    const heard = new Set<unknown>();
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      heard.add(args[1]);
      listeners++;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      if (heard.delete(args[1])) listeners--;
      remove(...args);
    };
    const outcome = watch(resolver.get({ signal }));
    await host.clock.advance(SECOND_MS);
    expect(outcome.value?.accessKeyId).toBe("key-1");
    expect(heard.size).toBe(0);
    expect(listeners).toBe(0);
  });
});
