import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { ask, type CredentialSource, found, refreshing } from "../../src/mod.ts";
import { fails, fakeSource, generation, hangsForEver, issues, unavailable } from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS, rejection, SECOND_MS, watch } from "../support/outcome.ts";
import { hostWithFraction, recorder, testHost } from "../support/test-host.ts";

const windows = (): { advisoryMs: number; mandatoryMs: number } => ({
  advisoryMs: 10 * MINUTE_MS,
  mandatoryMs: MINUTE_MS,
});

describe("to the millisecond", () => {
  it.each([
    [HOUR_MS - MINUTE_MS - 1, "advisory"],
    [HOUR_MS - MINUTE_MS, "mandatory"],
    [HOUR_MS - 1, "mandatory"],
    [HOUR_MS, "expired"],
  ])("a refresh after %i ms is %s", async (ageMs, reason) => {
    const host = testHost();
    const { events, onEvent } = recorder();
    const resolver = refreshing(fakeSource(issues({ lifetimeMs: HOUR_MS })), { host, onEvent, windows });
    await resolver.get();
    await host.clock.advance(ageMs);
    await resolver.get();
    expect(events.flatMap((event) => (event.type === "refresh-start" ? [event.reason] : []))).toEqual([
      "cold",
      reason,
    ]);
  });

  it("credentials that live exactly as long as was asked for are good, and no reason to give up asking", async () => {
    const host = testHost();
    const source = fakeSource(issues({ lifetimeMs: HOUR_MS }));
    const resolver = refreshing(source, { host });
    expect((await resolver.get({ minTtlMs: HOUR_MS })).accessKeyId).toBe("key-1");
    await host.clock.advance(1);
    expect((await resolver.get({ minTtlMs: HOUR_MS })).accessKeyId).toBe("key-2");
  });

  it("windows of 0 are windows: the credentials are used to their end", async () => {
    const host = testHost();
    const source = fakeSource(issues({ lifetimeMs: HOUR_MS }));
    const resolver = refreshing(source, { host, windows: () => ({ advisoryMs: 0, mandatoryMs: 0 }) });
    await resolver.get();
    await host.clock.advance(HOUR_MS - 1);
    expect((await resolver.get()).accessKeyId).toBe("key-1");
    await host.clock.advance(1);
    expect((await resolver.get()).accessKeyId).toBe("key-2");
  });
});

describe("what costs nothing", () => {
  it("a key that does not expire takes no random bytes", async () => {
    const host = testHost();
    let taken = 0;
    const random = (length: number): Uint8Array => {
      taken++;
      return host.random(length);
    };
    const counting = { ...host, random };
    await refreshing(fakeSource(issues()), { host: counting }).get();
    expect(taken).toBe(0);
    await refreshing(fakeSource(issues({ lifetimeMs: HOUR_MS })), { host: counting }).get();
    expect(taken).toBe(1);
  });

  it("a hop leaves no listener behind on the signal of the refresh that asked it", async () => {
    const listening: number[] = [];
    const base = fakeSource(issues({ lifetimeMs: HOUR_MS }));
    const role: CredentialSource = {
      name: "role",
      async resolve(context) {
        const before = getEventListeners(context.signal, "abort").length;
        const answer = await ask(context, context.cached(base));
        listening.push(getEventListeners(context.signal, "abort").length - before);
        return answer;
      },
    };
    await refreshing(role, { host: testHost() }).get();
    expect(listening).toEqual([0]);
  });
});

describe("after failures", () => {
  it("a cold failure is the error, also where expired credentials may be served", async () => {
    const host = testHost();
    const resolver = refreshing(fakeSource(fails()), { host, staleIfErrorMs: HOUR_MS });
    expect(await rejection(resolver.get())).toMatchObject({ code: "UPSTREAM_UNAVAILABLE" });
  });

  it("the long pause of an outage that is over holds back no refresh of what came after it", async () => {
    const host = hostWithFraction(0.99);
    const source = fakeSource(fails());
    const resolver = refreshing(source, { host, backoff: { initialMs: 50_000, maxMs: 60_000 } });
    await rejection(resolver.get());
    await host.clock.advance(3 * SECOND_MS);
    source.will(issues({ lifetimeMs: 30 * SECOND_MS }));
    await resolver.get();
    await host.clock.advance(25 * SECOND_MS);
    await resolver.get();
    await host.clock.advance(0);
    expect(source.calls).toHaveLength(3);
  });

  it("a hop makes no pause of its own, and says so", async () => {
    const { events, onEvent } = recorder();
    const base = fakeSource(
      fails(() => unavailable(MINUTE_MS)),
      "base",
    );
    const role: CredentialSource = { name: "role", resolve: (context) => ask(context, context.cached(base)) };
    await rejection(refreshing(role, { host: testHost(), onEvent }).get());
    const pauses = events.flatMap((event) =>
      event.type === "refresh-failure" ? [[event.source, event.nextAttemptInMs]] : [],
    );
    expect(pauses).toEqual([
      ["base", 0],
      ["role", MINUTE_MS],
    ]);
  });
});

describe("a rejected snapshot", () => {
  it("is another one once its token is another, whatever its secret", async () => {
    const host = testHost();
    const source = fakeSource(({ number, context }) => {
      const expiration = context.host.clock.now() + HOUR_MS;
      return found({ ...generation(1), securityToken: `token-${number}`, expiration });
    });
    const resolver = refreshing(source, { host });
    resolver.invalidate(await resolver.get());
    expect((await resolver.get()).securityToken).toBe("token-2");
  });
});

describe("what the messages say", () => {
  const host = testHost();

  it("of an answer that has expired: since when, and what to check", async () => {
    const source = fakeSource(issues({ lifetimeMs: -90 * SECOND_MS }));
    expect((await rejection(refreshing(source, { host }).get())).message).toBe(
      "fake answered with credentials that expired 90 s ago. Check the clock.",
    );
  });

  it("of a snapshot that was rejected and came again: that it must be renewed", async () => {
    const source = fakeSource(({ context }) =>
      found({ ...generation(1), expiration: context.host.clock.now() + HOUR_MS }),
    );
    const resolver = refreshing(source, { host });
    resolver.invalidate(await resolver.get());
    expect((await rejection(resolver.get())).message).toBe(
      "fake answered again with the credentials that a service has rejected. Renew them.",
    );
  });

  it("of a closed resolver: what to do", async () => {
    const resolver = refreshing(fakeSource(issues()), { host });
    resolver.close();
    expect((await rejection(resolver.get())).message).toBe("The resolver is closed. Make a new one.");
  });

  it("of a caller's time limit: who was asked, and for how long", async () => {
    const own = testHost();
    const outcome = watch(refreshing(fakeSource(hangsForEver), { host: own }).get({ timeoutMs: 250 }));
    await own.clock.advance(250);
    expect(outcome.error).toMatchObject({
      code: "WAIT_TIMEOUT",
      source: "fake",
      message: "fake did not answer within 250 ms. Try again later.",
    });
  });

  it("of too long a life: to ask for less, or to try again where the source fails", async () => {
    const own = testHost();
    const source = fakeSource(issues({ lifetimeMs: HOUR_MS }));
    const resolver = refreshing(source, { host: own });
    await resolver.get();
    const other = refreshing(source, { host: own });
    await other.get();
    const asked = "The credentials live 3600 s more, 7200 s were asked for.";
    const tooLong = { minTtlMs: 2 * HOUR_MS };
    expect((await rejection(resolver.get(tooLong))).message).toBe(`${asked} Ask for less.`);
    source.will(fails());
    expect((await rejection(other.get(tooLong))).message).toBe(`${asked} Try again later.`);
  });

  it.each([
    [{ staleIfErrorMs: -1 }, "staleIfErrorMs: is not a number of milliseconds from 0 on."],
    [{ negativeCacheMs: -1 }, "negativeCacheMs: is not a number of milliseconds from 0 on, or not finite."],
  ])("of the policy %j: the range", (policy, message) => {
    expect(() => refreshing(fakeSource(issues()), { host, ...policy })).toThrow(
      expect.objectContaining({ message }),
    );
  });
});
