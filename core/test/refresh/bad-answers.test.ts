import { describe, expect, it } from "vitest";
import { type Answer, found, refreshing } from "../../src/mod.ts";
import { type Behaviour, fakeSource, generation, issues } from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS, rejection, SECOND_MS } from "../support/outcome.ts";
import { testHost } from "../support/test-host.ts";

const rubbish =
  (value: unknown): Behaviour =>
  () =>
    value;

const badAnswers: [string, Behaviour, string][] = [
  ["already expired", issues({ lifetimeMs: -MINUTE_MS }), "CREDENTIALS_EXPIRED"],
  ["expired this very moment", issues({ lifetimeMs: 0 }), "CREDENTIALS_EXPIRED"],
  ["without a secret", () => found({ accessKeyId: "key-2", accessKeySecret: "" }), "CREDENTIALS_INCOMPLETE"],
  [
    "with a token that is not a clean string",
    () => found({ ...generation(2), securityToken: "to\nken" }),
    "CREDENTIALS_INCOMPLETE",
  ],
  [
    "with an expiration that is no time",
    () => found({ ...generation(2), expiration: "tomorrow" }),
    "RESPONSE_MALFORMED",
  ],
  ["undefined", rubbish(undefined), "SOURCE_THREW"],
  ["an empty object", rubbish({}), "SOURCE_THREW"],
  [
    "credentials that are a plain object",
    rubbish({ outcome: "credentials", credentials: { ...generation(2) } }),
    "SOURCE_THREW",
  ],
];

describe.each(badAnswers)("an answer that is %s", (_, behaviour, code) => {
  it("is never cached over a good one", async () => {
    const host = testHost();
    const source = fakeSource(issues({ lifetimeMs: HOUR_MS }));
    const resolver = refreshing(source, { host });
    const good = await resolver.get();
    source.will(behaviour);
    await host.clock.advance(HOUR_MS - 5 * MINUTE_MS);
    for (let second = 0; second < 200; second++) {
      expect(await resolver.get()).toBe(good);
      expect(resolver.peek()).toBe(good);
      await host.clock.advance(SECOND_MS);
    }
    expect(source.calls.length).toBeGreaterThan(2);
  });

  it("is an error on a cold cache, and the next good answer is taken", async () => {
    const host = testHost();
    const source = fakeSource(behaviour);
    const resolver = refreshing(source, { host });
    expect((await rejection(resolver.get())).code).toBe(code);
    expect(resolver.peek()).toBeUndefined();
    source.will(issues());
    await host.clock.advance(MINUTE_MS);
    expect((await resolver.get()).accessKeyId).toBe("key-2");
  });
});

describe("the wish of a source to be asked again", () => {
  it("is respected, behind the callers", async () => {
    const host = testHost();
    const source = fakeSource(issues({ lifetimeMs: HOUR_MS, refreshAfterMs: 2 * MINUTE_MS }));
    const resolver = refreshing(source, { host });
    await resolver.get();
    await host.clock.advance(2 * MINUTE_MS - 1);
    expect((await resolver.get()).accessKeyId).toBe("key-1");
    expect(source.calls).toHaveLength(1);
    await host.clock.advance(1);
    expect((await resolver.get()).accessKeyId).toBe("key-1");
    await host.clock.advance(0);
    expect((await resolver.get()).accessKeyId).toBe("key-2");
    expect(source.calls).toHaveLength(2);
  });

  it("concerns keys that do not expire too", async () => {
    const host = testHost();
    const source = fakeSource(issues({ refreshAfterMs: MINUTE_MS }));
    const resolver = refreshing(source, { host });
    for (let second = 0; second < 600; second++) {
      await resolver.get();
      await host.clock.advance(SECOND_MS);
    }
    expect(source.calls).toHaveLength(10);
  });

  it("keeps nobody waiting while it is granted, for a key that does not expire", async () => {
    const host = testHost();
    const source = fakeSource(issues({ refreshAfterMs: MINUTE_MS }));
    const resolver = refreshing(source, { host });
    await resolver.get();
    await host.clock.advance(MINUTE_MS);
    source.will(issues({ latencyMs: SECOND_MS }));
    expect((await resolver.get()).accessKeyId).toBe("key-1");
    expect(source.calls).toHaveLength(2);
  });

  it.each([0, -5, Number.NaN])(
    "at once or never (%d) does not make every call a refresh",
    async (refreshAfterMs) => {
      const host = testHost();
      const source = fakeSource(issues({ lifetimeMs: HOUR_MS, refreshAfterMs }));
      const resolver = refreshing(source, { host });
      for (let i = 0; i < 100; i++) {
        await resolver.get();
        await host.clock.advance(10);
      }
      expect(source.calls.length).toBeLessThanOrEqual(2);
    },
  );
});

it("an answer given as a plain value, without a promise, is as good", async () => {
  const answer: Answer = found({ ...generation(7) });
  const plain = { name: "plain", resolve: (() => answer) as unknown as () => Promise<Answer> };
  expect((await refreshing(plain, { host: testHost() }).get()).accessKeyId).toBe("key-7");
});
