import { describe, expect, it } from "vitest";
import { AlicredError, ask, chain, createContext, failed, refreshing } from "../../src/mod.ts";
import { CANARY, renderings } from "../support/canary.ts";
import { type Behaviour, fakeSource, generation, issues, throws } from "../support/fake-source.ts";
import { rejection } from "../support/outcome.ts";
import { recorder, testHost } from "../support/test-host.ts";

const foreign: [string, unknown][] = [
  ["an error", new Error(CANARY)],
  [
    "an error with fields and a cause",
    Object.assign(new Error("no", { cause: new Error(CANARY) }), { body: CANARY }),
  ],
  ["a string", CANARY],
  ["an object", { message: CANARY, name: CANARY.toUpperCase() }],
  ["nothing", undefined],
];

describe("what a source throws besides errors of alicred", () => {
  it.each(foreign)("shows nowhere: %s", async (_, thrown) => {
    const host = testHost();
    const { events, onEvent } = recorder();
    const broken = fakeSource(throws(thrown), "broken");
    const resolver = refreshing(chain([chain([broken], { name: "inner" })], { onFailed: "continue" }), {
      host,
      onEvent,
    });
    const error = await rejection(resolver.get());
    expect(error).toMatchObject({ code: "SOURCE_THREW", source: "broken" });
    const trace = await resolver.explain();
    for (const value of [error, trace, events, resolver, error.answers]) {
      for (const text of renderings(value)) expect(text).not.toContain(CANARY);
    }
  });

  it("thrown later is taken alike", async () => {
    const late = fakeSource(async ({ context }) => {
      await context.host.clock.sleep(10);
      throw new Error(CANARY);
    });
    const host = testHost();
    const refused = rejection(refreshing(late, { host }).get());
    await host.clock.advance(10);
    expect((await refused).code).toBe("SOURCE_THREW");
  });
});

describe("a source that answers rubbish", () => {
  const rubbish: unknown[] = [
    undefined,
    null,
    {},
    [],
    "credentials",
    42,
    { outcome: "credentials" },
    { outcome: "credentials", credentials: generation(1) },
    { outcome: "not-configured" },
    { outcome: "not-configured", lookedFor: "variable A" },
    { outcome: "somehow" },
    { accessKeyId: "a", accessKeySecret: CANARY },
  ];

  it.each(rubbish)("has failed: %j", async (value) => {
    const broken = fakeSource((() => value) as Behaviour, "broken");
    const good = fakeSource(issues(), "good");
    const error = await rejection(refreshing(chain([broken, good]), { host: testHost() }).get());
    expect(error).toMatchObject({ code: "SOURCE_THREW", source: "broken", retryable: false });
    expect(error.message).toContain("broken returned an invalid answer");
    for (const text of renderings(error)) expect(text).not.toContain(CANARY);
    expect(good.calls).toHaveLength(0);
  });

  it.each(foreign)("has failed as if it had thrown what it says it failed with: %s", async (_, error) => {
    const broken = fakeSource((() => ({ outcome: "failed", error })) as unknown as Behaviour, "broken");
    const thrower = fakeSource(throws(error), "broken");
    const [answered, thrown] = await Promise.all(
      [broken, thrower].map((source) => rejection(refreshing(source, { host: testHost() }).get())),
    );
    expect(answered).toMatchObject({ code: "SOURCE_THREW", source: "broken", retryable: true });
    expect(answered?.message).toBe(thrown?.message);
    for (const text of renderings(answered)) expect(text).not.toContain(CANARY);
  });

  it("has failed too when it has no function to ask", async () => {
    const nothing = { name: "nothing" } as unknown as ReturnType<typeof fakeSource>;
    expect((await rejection(refreshing(nothing, { host: testHost() }).get())).code).toBe("SOURCE_THREW");
  });
});

describe("ask", () => {
  it.each<[string, (error: AlicredError) => Behaviour]>([
    ["throws", throws],
    ["answers", (error) => async () => failed(error)],
  ])("names the innermost source in the error that it %s", async (_, behaviour) => {
    const context = createContext({ host: testHost(), signal: new AbortController().signal });
    const error = new AlicredError("NETWORK_ERROR", "No network.");
    const inner = fakeSource(behaviour(error), "inner");
    const outer = fakeSource(({ context }) => ask(context, inner), "outer");
    expect(await ask(context, outer)).toEqual({ outcome: "failed", error });
    expect(error.source).toBe("inner");
  });

  it("leaves the source that an error names", async () => {
    const context = createContext({ host: testHost(), signal: new AbortController().signal });
    const error = new AlicredError("INVALID_OPTION", "No such option.", { source: "factory" });
    await ask(context, fakeSource(throws(error), "outer"));
    expect(error.source).toBe("factory");
  });

  it("notes the answer for the trace, and throws only once its signal has aborted", async () => {
    const controller = new AbortController();
    const context = createContext({ host: testHost(), signal: controller.signal });
    expect((await ask(context, fakeSource(throws("x"), "broken"))).outcome).toBe("failed");
    expect(context.notes.children).toMatchObject([{ source: "broken", outcome: "failed" }]);
    const reason = new Error("enough");
    controller.abort(reason);
    expect(await rejection(ask(context, fakeSource(throws("x"), "broken")))).toBe(reason);
  });
});
