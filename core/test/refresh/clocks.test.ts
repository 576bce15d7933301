import { describe, expect, it } from "vitest";
import { type CredentialSource, found, type Resolver, refreshing, sendRequest } from "../../src/mod.ts";
import { fakeFetch } from "../support/fake-fetch.ts";
import { fails, fakeSource, generation, hangsForEver, issues } from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS, rejection, SECOND_MS, watch } from "../support/outcome.ts";
import { hostWithFraction, testHost } from "../support/test-host.ts";
import { START_MS, type VirtualClock } from "../support/virtual-clock.ts";

interface Made {
  readonly clock: VirtualClock;
  readonly resolver: Resolver;
  /** When the latest credentials truly end, in true time. */
  endsAtMs(): number;
  calls(): number;
}

/** An issuer of one-hour sessions over HTTP, whose clock is right however the local one is set. */
function issuer(headers: (serverMs: number) => Record<string, string> = dated, clockIsOffByMs = 0): Made {
  const host = testHost();
  const { clock } = host;
  clock.jump(clockIsOffByMs);
  const serverMs = (): number => START_MS + clock.trueMs();
  let endsAtMs = 0;
  const { fetch, requests } = fakeFetch(clock, () => {
    endsAtMs = clock.trueMs() + HOUR_MS;
    return { headers: headers(serverMs()), body: [String(serverMs() + HOUR_MS)] };
  });
  const source: CredentialSource = {
    name: "issuer",
    async resolve(context) {
      const { text } = await sendRequest(context, () => ({ method: "GET", url: "https://sts.example/" }));
      return found({ ...generation(requests.length), expiration: Number(text) });
    },
  };
  const resolver = refreshing(source, { host: { ...host, fetch } });
  return { clock, resolver, endsAtMs: () => endsAtMs, calls: () => requests.length };
}

function dated(serverMs: number): Record<string, string> {
  return { date: new Date(serverMs).toUTCString() };
}

describe("a wall clock that is set", () => {
  it("back freezes no back-off", async () => {
    const host = testHost();
    host.clock.jump(8 * HOUR_MS);
    const source = fakeSource(fails());
    const resolver = refreshing(source, { host });
    await rejection(resolver.get());
    host.clock.jump(-8 * HOUR_MS);
    source.will(issues({ lifetimeMs: HOUR_MS }));
    await host.clock.advance(2 * SECOND_MS);
    expect((await resolver.get()).accessKeyId).toBe("key-2");
  });

  it("forward ends no back-off", async () => {
    const host = hostWithFraction(0.9999);
    const source = fakeSource(fails());
    const resolver = refreshing(source, { host });
    await rejection(resolver.get());
    host.clock.jump(8 * HOUR_MS);
    await rejection(resolver.get());
    expect(source.calls).toHaveLength(1);
  });

  it.each([-8 * HOUR_MS, -25 * MINUTE_MS, 25 * MINUTE_MS, 8 * HOUR_MS])(
    "by %i ms at any minute serves nothing past its end, and costs one refresh at most",
    async (jumpMs) => {
      for (let minute = 1; minute < 60; minute += 7) {
        const { clock, resolver, endsAtMs, calls } = issuer();
        await resolver.get();
        await clock.advance(minute * MINUTE_MS);
        clock.jump(jumpMs);
        for (let step = 0; step < 120; step++) {
          await resolver.get();
          expect(clock.trueMs()).toBeLessThan(endsAtMs());
          await clock.advance(MINUTE_MS);
          if (resolver.peek()) expect(clock.trueMs()).toBeLessThan(endsAtMs());
        }
        expect(calls()).toBeLessThanOrEqual(5);
      }
    },
  );

  it("right after credentials were acquired while it was 8 h ahead serves them to their end alone", async () => {
    const { clock, resolver, calls } = issuer(dated, 8 * HOUR_MS);
    await resolver.get();
    clock.jump(-8 * HOUR_MS);
    await clock.advance(HOUR_MS + 30 * MINUTE_MS);
    expect(resolver.peek()).toBeUndefined();
    expect((await resolver.get()).accessKeyId).toBe("key-2");
    expect(calls()).toBe(2);
  });

  it.each([-HOUR_MS, HOUR_MS])("by %i ms changes no caller's time limit", async (jumpMs) => {
    for (const requestScoped of [false, true]) {
      const host = testHost({ requestScoped });
      const resolver = refreshing(fakeSource(hangsForEver), { host });
      const first = watch(resolver.get());
      const outcome = watch(resolver.get({ timeoutMs: SECOND_MS }));
      await host.clock.advance(500);
      host.clock.jump(jumpMs);
      await host.clock.advance(499);
      expect(outcome.settled).toBe(false);
      await host.clock.advance(1);
      expect(outcome.error?.code).toBe("WAIT_TIMEOUT");
      expect(first.settled).toBe(false);
    }
  });

  it("back while callers wait in the mandatory window leaves them there no longer", async () => {
    const host = testHost();
    const source = fakeSource(issues({ lifetimeMs: HOUR_MS }));
    const resolver = refreshing(source, { host });
    await resolver.get();
    await host.clock.advance(HOUR_MS - 30 * SECOND_MS);
    source.will(hangsForEver);
    const outcome = watch(resolver.get());
    host.clock.jump(-HOUR_MS);
    await host.clock.advance(5 * SECOND_MS);
    expect(outcome.value?.accessKeyId).toBe("key-1");
  });

  it("back does not hide that a source wants to be asked again", async () => {
    const host = testHost();
    const source = fakeSource(issues({ refreshAfterMs: 5 * MINUTE_MS }));
    const resolver = refreshing(source, { host });
    await resolver.get();
    host.clock.jump(-8 * HOUR_MS);
    await host.clock.advance(5 * MINUTE_MS);
    await resolver.get();
    expect(source.calls).toHaveLength(2);
  });
});

describe("a machine that sleeps, where the monotonic clock stands still", () => {
  it("is served nothing that expired meanwhile", async () => {
    const { clock, resolver } = issuer();
    await resolver.get();
    expect((await resolver.get()).accessKeyId).toBe("key-1");
    clock.suspend(HOUR_MS);
    expect(resolver.peek()).toBeUndefined();
    expect((await resolver.get()).accessKeyId).toBe("key-2");
  });

  it("does not take an answer for fresh that arrived before it slept", async () => {
    const host = testHost();
    const { clock } = host;
    const { fetch, requests } = fakeFetch(clock, () => ({
      headers: dated(START_MS + clock.trueMs()),
      body: [String(START_MS + clock.trueMs() + HOUR_MS)],
      latencyMs: 100,
    }));
    const source: CredentialSource = {
      name: "issuer",
      async resolve(context) {
        const { text } = await sendRequest(context, () => ({ method: "GET", url: "https://sts.example/" }));
        return found({ ...generation(requests.length), expiration: Number(text) });
      },
    };
    const resolver = refreshing(source, { host: { ...host, fetch } });
    const outcome = watch(resolver.get());
    await clock.advance(50);
    clock.suspend(2 * HOUR_MS);
    await clock.advance(SECOND_MS);
    expect(outcome.value?.accessKeyId).toBe("key-2");
  });
});

describe("the issuer's time", () => {
  it("that agrees with the local clock lets credentials live to their last millisecond", async () => {
    const { clock, resolver, endsAtMs } = issuer();
    await resolver.get();
    await clock.advance(endsAtMs() - clock.trueMs() - 1);
    expect(resolver.peek()?.accessKeyId).toBe("key-1");
    await clock.advance(1);
    expect(resolver.peek()).toBeUndefined();
  });

  it.each([
    ["of a server whose clock starts in 1970", () => dated(1_000)],
    ["of a server whose clock is three days behind", (ms: number) => dated(ms - 72 * HOUR_MS)],
    ["of a cached reply", (ms: number) => ({ ...dated(ms - 2 * HOUR_MS), age: "7200" })],
  ])("%s lengthens no life", async (_, headers) => {
    const { clock, resolver, endsAtMs } = issuer(headers);
    await resolver.get();
    await clock.advance(endsAtMs() - clock.trueMs());
    expect(resolver.peek()).toBeUndefined();
  });
});
