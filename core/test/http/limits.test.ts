import { describe, expect, it } from "vitest";
import { type AlicredError, createContext, type HttpPolicy, sendRequest } from "../../src/mod.ts";
import { fakeFetch, type Reply } from "../support/fake-fetch.ts";
import { rejection } from "../support/outcome.ts";
import { hostWithFraction } from "../support/test-host.ts";
import { settle } from "../support/virtual-clock.ts";

const HANGS: [string, () => Reply | "never", boolean][] = [
  ["never answers", () => "never", true],
  ["never answers, and fetch ignores its signal", () => "never", false],
  ["never ends its body", () => ({ body: ["x"], endless: true }), true],
  ["never ends its body, and reading ignores the signal", () => ({ body: ["x"], endless: true }), false],
  ["sends a byte now and then", () => ({ body: Array(999).fill("x"), pieceLatencyMs: 900 }), true],
];

interface Sent {
  readonly promise: Promise<unknown>;
  readonly clock: ReturnType<typeof hostWithFraction>["clock"];
  readonly requests: ReturnType<typeof fakeFetch>["requests"];
  readonly controller: AbortController;
}

function send(
  answer: (number: number) => Reply | Error | "never",
  policy: HttpPolicy = {},
  heedsSignal = true,
): Sent {
  const host = hostWithFraction(0.5);
  const { fetch, requests } = fakeFetch(host.clock, answer, { heedsSignal });
  const controller = new AbortController();
  const context = createContext({ host: { ...host, fetch }, signal: controller.signal });
  const promise = sendRequest(context, () => ({ method: "GET", url: "https://sts.example/" }), policy);
  promise.catch(() => undefined);
  return { promise, requests, controller, clock: host.clock };
}

describe("a time limit", () => {
  it.each([Number.NaN, -1, Number.NEGATIVE_INFINITY, "5000" as unknown as number])(
    "of %s is refused, and nothing is sent",
    async (limitMs) => {
      for (const name of ["attemptTimeoutMs", "timeoutMs"]) {
        const { promise, requests } = send(() => ({ body: ["{}"] }), { [name]: limitMs });
        expect(await rejection(promise)).toMatchObject({
          code: "INVALID_OPTION",
          message: `${name}: is not a finite number of milliseconds from 0 on.`,
        });
        expect(requests).toEqual([]);
      }
    },
  );

  it("may be none at all", async () => {
    const limits = { attemptTimeoutMs: Number.POSITIVE_INFINITY, timeoutMs: Number.POSITIVE_INFINITY };
    const { promise, clock } = send(() => ({ body: ["{}"] }), limits);
    await clock.advance(0);
    expect(await promise).toMatchObject({ status: 200, text: "{}" });
  });
});

describe.each(HANGS)("an upstream that %s", (_, answer, heedsSignal) => {
  it("costs one attempt its limit, and all of them the overall one", async () => {
    const { promise, requests, clock } = send(answer, {}, heedsSignal);
    const startMs = clock.now();
    let endedAtMs = 0;
    const ended = rejection(promise).then((error) => {
      endedAtMs = clock.now();
      return error;
    });
    await clock.advance(60_000);
    expect(await ended).toMatchObject({ code: "UPSTREAM_TIMEOUT", retryable: true });
    expect(requests.map(({ atMs }) => atMs - startMs)).toEqual([0, 5_100, 10_300]);
    expect(endedAtMs - startMs).toBe(12_000);
    expect(requests.every(({ signal }) => signal.aborted)).toBe(true);
    if (heedsSignal) expect(clock.pending()).toBe(0);
  });

  it("ends at once when the caller aborts, with the caller's reason", async () => {
    const { promise, requests, controller, clock } = send(answer, {}, heedsSignal);
    await clock.advance(1_000);
    const reason = new Error("the caller is gone");
    controller.abort(reason);
    expect(await rejection(promise)).toBe(reason);
    await clock.advance(20_000);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.signal.aborted).toBe(true);
    if (heedsSignal) expect(clock.pending()).toBe(0);
  });
});

describe("the limits of the policy", () => {
  it("bound one attempt and all", async () => {
    const { promise, requests, clock } = send(() => "never", {
      attemptTimeoutMs: 100,
      timeoutMs: 250,
      pauseMs: 0,
    });
    await clock.advance(100);
    expect(requests).toHaveLength(2);
    await clock.advance(100);
    expect(requests).toHaveLength(3);
    await clock.advance(50);
    expect((await rejection(promise)).code).toBe("UPSTREAM_TIMEOUT");
    expect(clock.pending()).toBe(0);
  });

  it("name the limit in the message", async () => {
    const { promise, clock } = send(() => "never", { attemptTimeoutMs: 700, retries: 0 });
    await clock.advance(700);
    expect((await rejection(promise)).message).toBe(
      "https://sts.example did not answer within 700 ms. Check the network.",
    );
  });

  it("do not start an attempt that cannot end in time", async () => {
    const { promise, requests, clock } = send(() => ({ status: 503 }), { timeoutMs: 100, pauseMs: 200 });
    await clock.advance(0);
    expect(await promise).toMatchObject({ status: 503 });
    expect(requests).toHaveLength(1);
  });

  it("may be infinite", async () => {
    const { promise, clock } = send(() => ({ latencyMs: 90_000, body: ["late"] }), {
      attemptTimeoutMs: Number.POSITIVE_INFINITY,
      timeoutMs: Number.POSITIVE_INFINITY,
    });
    await clock.advance(90_000);
    expect(await promise).toMatchObject({ text: "late" });
    expect(clock.pending()).toBe(0);
  });
});

describe("a process that stands still during an attempt", () => {
  /** When the attempts of a call began that freezes for so long, and when it ended. */
  async function timesOf(frozenMs: number): Promise<number[]> {
    const policy = { attemptTimeoutMs: 100, timeoutMs: 150, pauseMs: 0 };
    const { promise, requests, clock } = send(() => "never", policy);
    const startMs = clock.now();
    await settle();
    clock.freeze(frozenMs);
    let endedAtMs = 0;
    const ended = rejection(promise).then((error) => {
      endedAtMs = clock.now();
      return error;
    });
    await clock.advance(1_000);
    expect((await ended).code).toBe("UPSTREAM_TIMEOUT");
    return [...requests.map(({ atMs }) => atMs), endedAtMs].map((atMs) => atMs - startMs);
  }

  it("does not lose that time of the overall limit", async () => {
    // The answer has 100 ms more to arrive; then 50 of the 150 ms are left.
    expect(await timesOf(1_101)).toEqual([0, 1_201, 1_251]);
  });

  it("loses it when it is a second late or less, as a busy process is", async () => {
    expect(await timesOf(1_100)).toEqual([0, 1_100]);
  });
});

describe("an abort", () => {
  it("before the first attempt sends nothing", async () => {
    const host = hostWithFraction(0);
    const { fetch, requests } = fakeFetch(host.clock, () => ({}));
    const reason = new Error("too late");
    const context = createContext({ host: { ...host, fetch }, signal: AbortSignal.abort(reason) });
    const sent = sendRequest(context, () => ({ method: "GET", url: "https://sts.example/" }));
    expect(await rejection(sent)).toBe(reason);
    expect(requests).toHaveLength(0);
  });

  it("during the pause before a retry ends the pause", async () => {
    const { promise, requests, controller, clock } = send(() => ({ status: 503 }));
    await clock.advance(50);
    expect(clock.pending()).toBe(1);
    const reason = new Error("the caller is gone");
    controller.abort(reason);
    await settle();
    expect(await rejection(promise)).toBe(reason);
    expect([requests.length, clock.pending()]).toEqual([1, 0]);
  });

  it("is not taken for a network error when fetch throws one of its own", async () => {
    const { promise, controller, clock } = send(() => "never");
    await clock.advance(1);
    controller.abort(new DOMException("The operation was aborted.", "AbortError"));
    const error: AlicredError | DOMException = await rejection(promise);
    expect(error.name).toBe("AbortError");
  });
});
