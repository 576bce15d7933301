import { describe, expect, it } from "vitest";
import {
  type CredentialSource,
  chain,
  found,
  refreshing,
  type TraceEntry,
  wouldAnswer,
} from "../../src/mod.ts";
import { describeAnswers } from "../../src/trace.ts";
import {
  fails,
  fakeSource,
  generation,
  hangsForEver,
  isNotConfigured,
  issues,
} from "../support/fake-source.ts";
import { HOUR_MS, rejection, SECOND_MS, watch } from "../support/outcome.ts";
import { type TestHost, testHost } from "../support/test-host.ts";

async function explain(host: TestHost, source: CredentialSource, afterMs = HOUR_MS): Promise<TraceEntry> {
  const trace = refreshing(source, { host }).explain();
  await host.clock.advance(afterMs);
  return trace;
}

const env: CredentialSource = {
  name: "env",
  async resolve(context) {
    await context.host.clock.sleep(30, context.signal);
    context.supplied("accessKeyId", "environment variable ALICLOUD_ACCESS_KEY");
    context.supplied("accessKeySecret", "environment variable ALICLOUD_SECRET_KEY");
    context.warn("ALIBABA_CLOUD_ACCESS_KEY_ID differs and is not used");
    return found(generation(1));
  },
};

describe("explain", () => {
  it("tells who won, what was looked for, what supplied each part, warnings, shadows and durations", async () => {
    const host = testHost();
    const trace = await explain(
      host,
      chain([
        fakeSource(isNotConfigured("argument accessKeyId"), "static"),
        env,
        fakeSource(issues({ latencyMs: 200 }), "file"),
        fakeSource(fails(undefined, 50), "ecs"),
        fakeSource(isNotConfigured("variable U"), "uri"),
      ]),
    );
    const none = { supplied: [], warnings: [], children: [], lookedFor: [], durationMs: 0 };
    expect(trace).toEqual({
      ...none,
      source: "chain",
      outcome: "credentials",
      durationMs: 280,
      children: [
        { ...none, source: "static", outcome: "not-configured", lookedFor: ["argument accessKeyId"] },
        {
          ...none,
          source: "env",
          outcome: "credentials",
          supplied: [
            { part: "accessKeyId", from: "environment variable ALICLOUD_ACCESS_KEY" },
            { part: "accessKeySecret", from: "environment variable ALICLOUD_SECRET_KEY" },
          ],
          warnings: ["ALIBABA_CLOUD_ACCESS_KEY_ID differs and is not used"],
          durationMs: 30,
        },
        { ...none, source: "file", outcome: "credentials", shadowed: true, durationMs: 200 },
        {
          ...none,
          source: "ecs",
          outcome: "failed",
          error: { code: "UPSTREAM_UNAVAILABLE", message: "The service answered 503." },
          durationMs: 50,
        },
        { ...none, source: "uri", outcome: "not-configured", lookedFor: ["variable U"] },
      ],
    });
  });

  it("continues behind a failure that stops the chain, whose answer stays the failure", async () => {
    const trace = await explain(testHost(), chain([fakeSource(fails(), "down"), env]));
    expect(trace).toMatchObject({ outcome: "failed", error: { code: "UPSTREAM_UNAVAILABLE" } });
    expect(trace.children.map(({ source, outcome }) => [source, outcome])).toEqual([
      ["down", "failed"],
      ["env", "credentials"],
    ]);
  });

  it("passes caches by, adds no step for them, and changes nothing in them", async () => {
    const host = testHost();
    const inner = fakeSource(issues({ lifetimeMs: HOUR_MS }), "role");
    const resolver = refreshing(chain([refreshing(inner, { host })]), { host });
    const cached = await resolver.get();
    const trace = await resolver.explain();
    expect(trace.children.map(({ source, outcome }) => [source, outcome])).toEqual([["role", "credentials"]]);
    expect(inner.calls).toHaveLength(2);
    expect(inner.calls.map(({ context }) => context.explaining)).toEqual([false, true]);
    expect(await resolver.get()).toBe(cached);
    expect(host.clock.pending()).toBe(0);
  });

  it("works within the back-off of a failure", async () => {
    const host = testHost();
    const source = fakeSource(fails());
    const resolver = refreshing(source, { host });
    await resolver.get().catch(() => undefined);
    source.will(issues());
    expect((await resolver.explain()).outcome).toBe("credentials");
  });

  it("ends at the limit of a refresh, and with its signal", async () => {
    const host = testHost();
    const resolver = refreshing(fakeSource(hangsForEver), { host });
    const controller = new AbortController();
    const reason = new Error("enough");
    const aborted = resolver.explain({ signal: controller.signal });
    const limited = resolver.explain();
    const outcomes = [aborted, limited].map((trace) => watch(trace as unknown as Promise<never>));
    await host.clock.advance(SECOND_MS);
    controller.abort(reason);
    await host.clock.advance(20 * SECOND_MS);
    expect(outcomes[0]?.error).toBe(reason);
    expect(outcomes[1]?.error).toMatchObject({ code: "UPSTREAM_TIMEOUT", retryable: true, source: "fake" });
    expect(host.clock.pending()).toBe(0);
  });
});

it("the listing of an error has a line for each source", () => {
  const none = { supplied: [], warnings: [], durationMs: 1, children: [] };
  const answers: TraceEntry[] = [
    { ...none, source: "env", outcome: "not-configured", lookedFor: ["a", "b"] },
    {
      ...none,
      source: "role",
      outcome: "failed",
      lookedFor: [],
      error: { code: "NETWORK_ERROR", message: "No route.\nMore." },
    },
  ];
  expect(describeAnswers(answers).split("\n")).toEqual([
    "The sources answered:",
    "  1. env: not configured (looked for a, b)",
    "  2. role: failed: NETWORK_ERROR: No route.",
  ]);
});

describe("a source that makes a key with each answer", () => {
  let keys = 0;
  const vault: CredentialSource = {
    name: "vault",
    async resolve(context) {
      context.supplied("token", "environment variable VAULT_TOKEN");
      if (context.explaining) return wouldAnswer();
      keys++;
      return found(generation(keys));
    },
  };

  it("says in a dry run that it would answer, wins and shadows as credentials do, and makes none", async () => {
    const trace = await explain(testHost(), chain([vault, env, vault]));
    expect(trace.outcome).toBe("would-answer");
    expect(trace.children.map(({ outcome, shadowed }) => [outcome, shadowed])).toEqual([
      ["would-answer", undefined],
      ["credentials", true],
      ["would-answer", true],
    ]);
    expect(trace.children[0]?.supplied).toHaveLength(1);
    expect(keys).toBe(0);
  });

  it("may not say so when credentials are wanted", async () => {
    const evasive: CredentialSource = { name: "evasive", resolve: async () => wouldAnswer() };
    const error = await rejection(refreshing(evasive, { host: testHost() }).get());
    expect(error).toMatchObject({ code: "SOURCE_THREW", retryable: false, source: "evasive" });
  });
});
