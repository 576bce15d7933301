import { describe, expect, it } from "vitest";
import { ConfigurationError, type RefreshPolicy, type RefreshWindows, refreshing } from "../../src/mod.ts";
import { fakeSource, issues } from "../support/fake-source.ts";
import { rejection, SECOND_MS, thrownBy } from "../support/outcome.ts";
import { testHost } from "../support/test-host.ts";

const never = [Number.NaN, -1, Number.NEGATIVE_INFINITY, "5" as unknown as number];
const host = testHost();
const source = fakeSource(issues({ lifetimeMs: 900 * SECOND_MS }));

function refusal(policy: Omit<RefreshPolicy, "host">): ConfigurationError {
  return thrownBy(ConfigurationError, () => refreshing(source, { host, ...policy }));
}

describe.each(never)("a number of %s", (ms) => {
  it.each(["refreshTimeoutMs", "mandatoryWaitMs", "negativeCacheMs", "staleIfErrorMs"])(
    "is refused as %s",
    (name) => {
      const error = refusal({ [name]: ms });
      expect(error).toMatchObject({
        code: "INVALID_OPTION",
        message: expect.stringContaining(`${name}: is`),
      });
    },
  );

  it("is refused in the back-off", () => {
    expect(refusal({ backoff: { initialMs: ms, maxMs: 1 } }).message).toContain("initialMs: is");
    expect(refusal({ backoff: { initialMs: 1, maxMs: ms } }).message).toContain("maxMs: is");
  });

  it.each(["minTtlMs", "timeoutMs"])("is refused as %s of a call, which asks nobody", async (name) => {
    const asked = source.calls.length;
    const error = await rejection(refreshing(source, { host }).get({ [name]: ms }));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ code: "INVALID_OPTION", message: expect.stringContaining(`${name}: is`) });
    expect(source.calls).toHaveLength(asked);
  });
});

it.each([null, 5, {}, { initialMs: 1 }, { maxMs: 1 }, { initialMs: 1, maxMs: null }])(
  "a back-off of %j, without which nothing would pause, is refused",
  (backoff) => {
    const error = refusal({ backoff: backoff as never });
    expect(error).toMatchObject({
      code: "INVALID_OPTION",
      message: expect.stringMatching(/^(initial|max)Ms: is/),
    });
  },
);

it("what else a back-off holds counts for nothing", async () => {
  const backoff = { initialMs: 1, maxMs: 1, note: "short", host: undefined };
  expect(await refreshing(source, { host, backoff }).get()).toBeDefined();
});

describe("Infinity", () => {
  it.each(["refreshTimeoutMs", "mandatoryWaitMs", "staleIfErrorMs"])("may be %s", async (name) => {
    const resolver = refreshing(source, { host, [name]: Number.POSITIVE_INFINITY });
    expect(await resolver.get({ timeoutMs: Number.POSITIVE_INFINITY })).toBeDefined();
    expect((await rejection(resolver.get({ minTtlMs: Number.POSITIVE_INFINITY }))).code).toBe(
      "MIN_TTL_UNAVAILABLE",
    );
  });

  it("may not be a pause", () => {
    const ms = Number.POSITIVE_INFINITY;
    for (const policy of [
      { negativeCacheMs: ms },
      { backoff: { initialMs: ms, maxMs: 1 } },
      { backoff: { initialMs: 1, maxMs: ms } },
    ])
      expect(refusal(policy)).toMatchObject({ code: "INVALID_OPTION" });
  });
});

it.each([
  [Number.NaN, 0],
  [1, Number.NaN],
  [-1, 0],
  ["1", 1],
  [1, undefined],
])("windows of %s and %s ms fail the refresh, by name", async (advisoryMs, mandatoryMs) => {
  const windows = (): RefreshWindows => ({ advisoryMs, mandatoryMs }) as never;
  const error = await rejection(refreshing(source, { host, windows }).get());
  expect(error).toMatchObject({
    code: "INVALID_OPTION",
    message: expect.stringMatching(/^(advisory|mandatory)Ms: is not/),
  });
});
