// The needs of sources that wrap others, and of caches that processes share.
import { describe, expect, it } from "vitest";
import {
  ask,
  ConfigurationError,
  type CredentialSource,
  chain,
  createContext,
  refreshing,
} from "../src/mod.ts";
import { createServerClock } from "../src/server-clock.ts";
import { fails, fakeSource, issues } from "./support/fake-source.ts";
import { HOUR_MS, SECOND_MS } from "./support/outcome.ts";
import { testHost } from "./support/test-host.ts";

describe("a chain's policy", () => {
  it("tells onFailed which entry failed, not just the innermost source", async () => {
    const vault = fakeSource(fails(), "vault");
    const role: CredentialSource = { name: "role", resolve: (context) => ask(context, vault) };
    const failed: string[] = [];
    const sources = chain([role, vault, fakeSource(issues(), "last")], {
      onFailed(error, entry) {
        failed.push(`${entry.name}: ${error.source}`);
        return "continue";
      },
    });
    await refreshing(sources, { host: testHost() }).get();
    expect(failed).toEqual(["role: vault", "vault: vault"]);
  });

  it.each([Number.NaN, -1, "60" as never])("refuses retryFailedAfterMs: %s", (retryFailedAfterMs) => {
    expect(() => chain([], { retryFailedAfterMs })).toThrow(ConfigurationError);
  });
});

it("a source sees how much time is left, and one below a role no more than the role has", async () => {
  const host = testHost();
  const left: number[] = [];
  const base = fakeSource(async (call) => {
    left.push(call.context.remainingMs());
    return issues({ lifetimeMs: HOUR_MS })(call);
  }, "base");
  const role: CredentialSource = {
    name: "role",
    async resolve(context) {
      await host.clock.sleep(SECOND_MS);
      left.push(context.remainingMs());
      return ask(context, context.cached(base));
    },
  };
  const pending = refreshing(role, { host, refreshTimeoutMs: 5 * SECOND_MS }).get();
  await host.clock.advance(2 * SECOND_MS);
  await pending;
  expect(left).toEqual([4 * SECOND_MS, 4 * SECOND_MS]);
  const { signal } = new AbortController();
  expect(createContext({ host, signal }).remainingMs()).toBe(Number.POSITIVE_INFINITY);
});

describe("the skew that another process has learnt", () => {
  it("holds until a reply is observed here", async () => {
    const { clock } = testHost();
    const serverClock = createServerClock(clock);
    serverClock.assume(-2 * HOUR_MS);
    expect(serverClock.skewMs()).toBe(-2 * HOUR_MS);
    await clock.advance(SECOND_MS);
    expect(serverClock.now()).toBe(clock.now() - 2 * HOUR_MS);
    const date = new Date(clock.now()).toUTCString();
    serverClock.observe(new Headers({ date }), {
      wallMs: clock.now(),
      monotonicMs: clock.monotonic?.() ?? clock.now(),
    });
    expect(Math.abs(serverClock.skewMs())).toBeLessThanOrEqual(SECOND_MS);
    serverClock.assume(HOUR_MS);
    expect(Math.abs(serverClock.skewMs())).toBeLessThanOrEqual(SECOND_MS);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, "7" as never])("is ignored when it is %s", (skewMs) => {
    const serverClock = createServerClock(testHost().clock);
    serverClock.assume(skewMs);
    expect(serverClock.skewMs()).toBe(0);
  });
});
