import { inspect } from "node:util";
import { createTestHost, pluginContract, resolveOnce, sourceContract } from "@alicred/conformance";
import { refreshing } from "@alicred/core";
import { edge, sdkDefault } from "@alicred/presets";
import { createVirtualClock } from "@alicred/simulators";
import { describe, expect, test } from "vitest";
import { fromContext, fromHeaders, functionCompute, functionComputePlugin } from "../src/mod.ts";
import { contextOf, errorOf, headersOf, INSTANCE, instance, session } from "./support.ts";

describe("contract", () => {
  const checks = sourceContract({
    unset: () => ({ source: functionCompute(), host: instance({}) }),
    partial: () => ({
      source: functionCompute(),
      host: instance({ FC_INSTANCE_ID: "c-1", ALIBABA_CLOUD_ACCESS_KEY_ID: "STS.canary-half" }),
    }),
    complete: () => ({ source: functionCompute(), host: instance() }),
    expected: { accessKeyId: "STS.instance" },
    secrets: ["canary-half", "canary-secret-instance", "canary-token-instance"],
  });
  for (const { name, run } of checks) test(name, run);
});

describe("contract of the plugin", () => {
  const checks = pluginContract(functionComputePlugin, {
    options: { trustHeaders: true },
    refused: [{ trustHeaders: "canary" }, { environment: 1 }],
    secrets: ["canary"],
  });
  for (const { name, run } of checks) test(name, run);
});

describe("the session of the environment", () => {
  test("serves calls without an invocation, and the trace says how old it is", async () => {
    const { answer, trace } = await resolveOnce(functionCompute(), instance());
    expect(answer).toMatchObject({ credentials: { accessKeyId: "STS.instance" }, refreshAfterMs: 300_000 });
    expect(trace.warnings).toEqual([expect.stringContaining("as old as the instance, and ends 36 hours")]);
    expect(JSON.stringify([answer, trace])).not.toContain("canary");
  });

  test("is read by the names of FC 2 too", async () => {
    const env = { FC_INSTANCE_ID: "c-1", accessKeyID: "STS.two", accessKeySecret: "s", securityToken: "t" };
    expect((await resolveOnce(functionCompute(), instance(env))).answer).toMatchObject({
      credentials: { accessKeyId: "STS.two", accessKeySecret: "s", securityToken: "t" },
    });
  });

  test("never serves an invocation that has a session, and no invocation's session serves others", async () => {
    const resolver = refreshing(functionCompute(), { host: instance() });
    expect((await resolver.get()).accessKeyId).toBe("STS.instance");
    expect((await resolver.get({ input: fromContext(contextOf(1)) })).accessKeyId).toBe("STS.invocation1");
    expect((await resolver.get()).accessKeyId).toBe("STS.instance");
    expect((await resolver.get({ input: fromContext(contextOf(2)) })).accessKeyId).toBe("STS.invocation2");
  });

  test.each<[string, Record<string, string>, object]>([
    ["outside of Function Compute", { ...INSTANCE, FC_INSTANCE_ID: "" }, {}],
    ["where it is switched off", { ...INSTANCE }, { environment: false }],
  ])("does not count %s", async (_name, env, options) => {
    expect((await resolveOnce(functionCompute(options), instance(env))).answer.outcome).toBe(
      "not-configured",
    );
  });

  test("is read again, because the platform may renew it", async () => {
    const clock = createVirtualClock();
    const env: Record<string, string> = { ...INSTANCE };
    const host = createTestHost({ clock, env });
    const resolver = refreshing(functionCompute(), { host });
    await resolver.get();
    env["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "STS.renewed";
    await clock.advance("6m");
    await resolver.get();
    await host.settled();
    expect((await resolver.get()).accessKeyId).toBe("STS.renewed");
  });
});

describe("headers", () => {
  const input = fromHeaders(headersOf(session(1)));

  test("are not trusted where any client can send them", async () => {
    const resolver = refreshing(functionCompute(), { host: instance({}) });
    const error = await errorOf(resolver.get({ input }));
    expect(error).toMatchObject({
      code: "INVALID_CONFIGURATION",
      message: expect.stringContaining("FC_INSTANCE_ID is not set: any client may have sent them"),
    });
    expect(inspect(error, { depth: 9 })).not.toContain("canary");
  });

  test("are trusted where the program says so", async () => {
    const source = functionCompute({ trustHeaders: true });
    expect((await resolveOnce(source, instance({}), undefined, { input })).answer.outcome).toBe(
      "credentials",
    );
  });
});

test("an invocation shows no secret, however it is printed", () => {
  for (const shown of [fromContext(contextOf(1)), fromHeaders(headersOf(session(1)))]) {
    const texts = [JSON.stringify(shown), inspect(shown, { showHidden: true, depth: 9 }), String(shown)];
    expect(texts.join()).not.toContain("canary");
    expect(JSON.stringify({ ...shown })).not.toContain("canary");
  }
});

test.each([undefined, null, 7, "text", {}, { credentials: session(1) }])(
  "%j is not an invocation",
  async (input) => {
    const { answer } = await resolveOnce(functionCompute(), instance({}), undefined, { input });
    expect(answer.outcome).toBe("not-configured");
  },
);

test("a context without credentials is one of a function without a role", async () => {
  for (const context of [{}, { credentials: null }, { credentials: undefined }]) {
    const input = fromContext(context);
    const { answer } = await resolveOnce(functionCompute(), instance(), undefined, { input });
    expect(answer).toMatchObject({ credentials: { accessKeyId: "STS.instance" } });
  }
});

describe.each([
  ["edge", edge({ sources: (defaults) => [functionCompute(), ...Object.values(defaults)] })],
  ["sdkDefault", sdkDefault({ sources: (defaults) => [functionCompute(), ...Object.values(defaults)] })],
])("in %s", (name, source) => {
  test("each invocation has its own session, before the variables of a key", async () => {
    const resolver = refreshing(source, { host: instance() });
    for (const number of [1, 2, 1]) {
      const { accessKeyId, provenance } = await resolver.get({ input: fromContext(contextOf(number)) });
      expect(accessKeyId).toBe(`STS.invocation${number}`);
      expect(provenance).toEqual([name === "edge" ? "edge" : "sdk-default", "function-compute"]);
    }
    expect((await resolver.get()).accessKeyId).toBe("STS.instance");
  });

  test("elsewhere the others answer, such as a key on a developer's machine", async () => {
    const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIdev", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "secret" };
    const resolver = refreshing(source, { host: instance(env) });
    expect((await resolver.get({ input: fromContext({}) })).accessKeyId).toBe("LTAIdev");
  });
});
