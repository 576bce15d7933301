import { describe, expect, it } from "vitest";
import { withDeadline } from "../src/deadline.ts";
import { rejection } from "./support/outcome.ts";
import { settle, virtualClock } from "./support/virtual-clock.ts";

describe("withDeadline", () => {
  it("hands on what the work returns or throws, and leaves no timer", async () => {
    const clock = virtualClock();
    expect(await withDeadline(clock, 100, undefined, async () => "done", "the service")).toBe("done");
    const thrown = new Error("work");
    expect(
      await rejection(withDeadline(clock, 100, undefined, () => Promise.reject(thrown), "the service")),
    ).toBe(thrown);
    await settle();
    expect(clock.pending()).toBe(0);
  });

  it("aborts the work at the deadline, with the error that it throws", async () => {
    const clock = virtualClock();
    let signal: AbortSignal | undefined;
    const work = (own: AbortSignal): Promise<never> => {
      signal = own;
      return new Promise(() => undefined);
    };
    const failure = rejection(withDeadline(clock, 100, undefined, work, "the service"));
    await clock.advance(99);
    expect(signal?.aborted).toBe(false);
    await clock.advance(1);
    expect(await failure).toMatchObject({
      code: "UPSTREAM_TIMEOUT",
      message: "the service did not answer within 100 ms. Check the network.",
    });
    expect(signal?.reason).toBe(await failure);
  });

  it("aborts the work when its parent aborts, and starts none after that", async () => {
    const clock = virtualClock();
    const parent = new AbortController();
    const reason = new Error("parent");
    const signals: AbortSignal[] = [];
    const work = (own: AbortSignal): Promise<never> => {
      signals.push(own);
      return new Promise(() => undefined);
    };
    const failure = rejection(withDeadline(clock, 100, parent.signal, work, "the service"));
    parent.abort(reason);
    expect(await failure).toBe(reason);
    expect(signals[0]?.reason).toBe(reason);
    expect(await rejection(withDeadline(clock, 100, parent.signal, work, "the service"))).toBe(reason);
    expect(signals).toHaveLength(1);
    await settle();
    expect(clock.pending()).toBe(0);
  });

  it.each([Number.POSITIVE_INFINITY, 2 ** 40])(
    "of %d ms asks no clock for more than timers can count",
    async (ms) => {
      const asked: number[] = [];
      const clock = {
        now: () => 0,
        sleep: (span: number) => {
          asked.push(span);
          return new Promise<void>(() => undefined);
        },
      };
      await withDeadline(clock, ms, undefined, async () => undefined, "the service");
      expect(asked).toEqual([2 ** 31 - 1]);
    },
  );
});
