import { describe, expect, it } from "vitest";
import {
  ask,
  type CredentialSource,
  chain,
  found,
  instantOf,
  NotConfiguredError,
  refreshing,
} from "../../src/mod.ts";
import {
  type FakeSource,
  fails,
  fakeSource,
  generation,
  hangsForEver,
  isNotConfigured,
  issues,
} from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS, rejection, SECOND_MS, watch } from "../support/outcome.ts";
import { testHost } from "../support/test-host.ts";

/** A source that needs the credentials of another, as a role does. */
function role(from: CredentialSource): { source: CredentialSource; usedKeys: string[] } {
  const usedKeys: string[] = [];
  const source: CredentialSource = {
    name: "role",
    async resolve(context) {
      const answer = await ask(context, from);
      if (answer.outcome !== "credentials") return answer;
      usedKeys.push(answer.credentials.accessKeyId);
      const { provenance } = answer.credentials;
      return found({
        ...generation(1_000 + usedKeys.length),
        provenance,
        expiration: context.host.clock.now() + 15 * MINUTE_MS,
      });
    },
  };
  return { source, usedKeys };
}

describe("a refresh cache inside another", () => {
  it("keeps its own windows: the outer hop refreshes often, the inner one when it is due", async () => {
    const host = testHost();
    const inner = fakeSource(issues({ lifetimeMs: HOUR_MS }), "login");
    const { source, usedKeys } = role(refreshing(inner, { host }));
    const resolver = refreshing(source, { host });
    for (let second = 0; second < 3600; second += 10) {
      const credentials = await resolver.get();
      expect(credentials.provenance).toEqual(["role", "login"]);
      await host.clock.advance(10 * SECOND_MS);
    }
    expect(usedKeys.length).toBeGreaterThanOrEqual(5);
    expect(usedKeys.length).toBeLessThanOrEqual(6);
    expect(inner.calls).toHaveLength(2);
  });

  it("acquires new credentials when the outer one needs another key", async () => {
    const host = testHost();
    const login = fakeSource(issues({ lifetimeMs: HOUR_MS }), "login");
    const resolver = refreshing(chain([refreshing(login, { host })]), { host });
    const rejected = await resolver.get();
    resolver.invalidate(rejected);
    expect((await resolver.get()).accessKeyId).not.toBe(rejected.accessKeyId);
    await host.clock.advance(30 * MINUTE_MS);
    const long = await resolver.get({ minTtlMs: 40 * MINUTE_MS });
    expect(long.expiresAtMs).toBeGreaterThanOrEqual(host.clock.now() + 40 * MINUTE_MS);
    expect(login.calls).toHaveLength(3);
  });

  it("keeps serving its valid key to the outer one while it cannot get another", async () => {
    const host = testHost();
    const login = fakeSource(issues({ lifetimeMs: HOUR_MS }), "login");
    const resolver = refreshing(chain([refreshing(login, { host })]), { host });
    const { accessKeyId } = await resolver.get();
    login.will(fails());
    await host.clock.advance(50 * MINUTE_MS);
    for (let minute = 0; minute < 9; minute++) {
      expect((await resolver.get()).accessKeyId).toBe(accessKeyId);
      await host.clock.advance(MINUTE_MS);
    }
  });

  it("shares one acquisition between several outer ones", async () => {
    const host = testHost();
    const login = fakeSource(issues({ lifetimeMs: HOUR_MS, latencyMs: SECOND_MS }), "login");
    const inner = refreshing(login, { host });
    const outcomes = [1, 2, 3].map(() => watch(refreshing(role(inner).source, { host }).get()));
    await host.clock.advance(SECOND_MS);
    expect(outcomes.map(({ settled, error }) => [settled, error])).toEqual(Array(3).fill([true, undefined]));
    expect(login.calls).toHaveLength(1);
  });

  it("passes on when its source wants to be asked again", async () => {
    const host = testHost();
    const inner = fakeSource(issues({ refreshAfterMs: 10 * MINUTE_MS }), "file");
    const resolver = refreshing(refreshing(inner, { host }), { host });
    await resolver.get();
    await host.clock.advance(10 * MINUTE_MS - 1);
    await resolver.get();
    expect(inner.calls).toHaveLength(1);
    for (let i = 0; i < 5; i++) {
      await host.clock.advance(2 * SECOND_MS);
      await resolver.get();
    }
    expect(inner.calls).toHaveLength(2);
    expect((await resolver.get()).accessKeyId).toBe("key-2");
  });

  it("passes on that nothing is configured, so that a chain continues", async () => {
    const host = testHost();
    const second = fakeSource(issues(), "second");
    const first = refreshing(fakeSource(isNotConfigured("variable A"), "first"), { host });
    const resolver = refreshing(chain([first, second]), { host });
    expect((await resolver.get()).provenance).toEqual(["chain", "second"]);
    const alone = await rejection(refreshing(first, { host }).get());
    expect(alone).toBeInstanceOf(NotConfiguredError);
    expect(alone.answers).toMatchObject([{ source: "first", lookedFor: ["variable A"] }]);
  });

  it("passes on a failure with its class and code", async () => {
    const host = testHost();
    const resolver = refreshing(refreshing(fakeSource(fails(), "first"), { host }), { host });
    expect(await rejection(resolver.get())).toMatchObject({ code: "UPSTREAM_UNAVAILABLE", retryable: true });
  });

  it("never lets an expired snapshot of its own into the outer one", async () => {
    const host = testHost();
    const source = fakeSource(issues({ lifetimeMs: HOUR_MS }));
    const inner = refreshing(source, { host, staleIfErrorMs: HOUR_MS });
    const outer = refreshing(inner, { host });
    await outer.get();
    source.will(fails());
    await host.clock.advance(HOUR_MS + MINUTE_MS);
    expect((await inner.get()).stale).toBe(true);
    expect((await rejection(outer.get())).code).toBe("CREDENTIALS_EXPIRED");
    expect(outer.peek()).toBeUndefined();
  });

  it("continues refreshing when the outer one is closed or gives up", async () => {
    const host = testHost();
    const source: FakeSource = fakeSource(issues({ lifetimeMs: HOUR_MS, latencyMs: 2 * SECOND_MS }));
    const inner = refreshing(source, { host });
    const outer = refreshing(inner, { host });
    const outcome = watch(outer.get());
    const own = watch(inner.get());
    await host.clock.advance(SECOND_MS);
    outer.close();
    await host.clock.advance(SECOND_MS);
    expect(outcome.error?.code).toBe("RESOLVER_CLOSED");
    expect(own.value?.accessKeyId).toBe("key-1");
    expect(host.clock.pending()).toBe(0);
  });

  it("does not hang the outer one", async () => {
    const host = testHost();
    const inner = refreshing(fakeSource(hangsForEver), { host });
    const outcome = watch(refreshing(inner, { host, refreshTimeoutMs: 3 * SECOND_MS }).get());
    await host.clock.advance(3 * SECOND_MS);
    expect(outcome.error?.code).toBe("UPSTREAM_TIMEOUT");
  });

  it("teaches and uses one clock of the issuer", async () => {
    const host = testHost();
    const skewMs = 20 * MINUTE_MS;
    const seen: number[] = [];
    const inner: CredentialSource = {
      name: "login",
      async resolve(context) {
        const { clock } = context.host;
        const date = new Date(clock.now() + skewMs).toUTCString();
        context.serverClock.observe(new Headers({ date }), instantOf(clock));
        return found({ ...generation(1), expiration: clock.now() + skewMs + HOUR_MS });
      },
    };
    const outer: CredentialSource = {
      name: "role",
      async resolve(context) {
        const answer = await ask(context, refreshing(inner, { host }));
        seen.push(context.serverClock.skewMs());
        return answer;
      },
    };
    await refreshing(outer, { host }).get();
    expect(Math.abs((seen[0] ?? 0) - skewMs)).toBeLessThanOrEqual(SECOND_MS);
  });
});
