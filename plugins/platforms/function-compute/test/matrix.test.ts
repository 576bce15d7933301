// An invocation in four situations: `npm run test:platforms` makes a table of the titles.
import { resolveOnce } from "@alicred/conformance";
import { refreshing } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { fromContext, fromHeaders, functionCompute, type Invocation } from "../src/mod.ts";
import { contextOf, errorOf, headersOf, instance, session } from "./support.ts";

const ON_FC = { FC_INSTANCE_ID: "c-1" };

interface Kind {
  readonly input: (number: number) => Invocation;
  readonly without: Invocation;
  readonly partial: Invocation;
}

const kinds: Readonly<Record<string, Kind>> = {
  "fc-context": {
    input: (number) => fromContext(contextOf(number)),
    without: fromContext({ credentials: { accessKeyId: "", accessKeySecret: "", securityToken: "" } }),
    partial: fromContext({ credentials: { accessKeyId: "STS.canary" } }),
  },
  "fc-headers": {
    input: (number) => fromHeaders(new Headers(headersOf(session(number)))),
    without: fromHeaders({ headers: { "x-fc-request-id": "r-1" } }),
    partial: fromHeaders({ headers: { "x-fc-access-key-id": "STS.canary" } }),
  },
};

describe.each(Object.entries(kinds))("matrix: %s", (_name, { input, without, partial }) => {
  test("success: the session of the invocation", async () => {
    const { answer, trace } = await resolveOnce(functionCompute(), instance(ON_FC), undefined, {
      input: input(1),
    });
    expect(answer).toMatchObject({
      outcome: "credentials",
      credentials: { ...session(1), provenance: ["function-compute"] },
    });
    expect(trace.supplied.map(({ part }) => part)).toEqual([
      "accessKeyId",
      "accessKeySecret",
      "securityToken",
    ]);
    expect(JSON.stringify([answer, trace])).not.toContain("canary");
  });

  test("missing: a function without a role is not configured, and says so", async () => {
    const { answer } = await resolveOnce(functionCompute(), instance(ON_FC), undefined, { input: without });
    expect(answer).toMatchObject({ outcome: "not-configured" });
    expect(JSON.stringify(answer)).toContain("a role of the function");
  });

  test("refused: half a session fails alone, and the next invocation succeeds", async () => {
    const resolver = refreshing(functionCompute(), { host: instance(ON_FC) });
    const error = await errorOf(resolver.get({ input: partial }));
    expect(error).toMatchObject({
      code: "INCOMPLETE_CONFIGURATION",
      message: expect.stringMatching(/^accessKeySecret of the invocation's (context|headers) is missing/),
    });
    expect(String(error)).not.toContain("canary");
    expect(await resolver.get({ input: input(2) })).toMatchObject(session(2));
  });

  test("rotated: every invocation gets its own session, however they overlap", async () => {
    const resolver = refreshing(functionCompute(), { host: instance() });
    const numbers = Array.from({ length: 50 }, (_, number) => number);
    const got = await Promise.all(
      numbers.map(async (number) => (await resolver.get({ input: input(number) })).accessKeyId),
    );
    expect(got).toEqual(numbers.map((number) => session(number).accessKeyId));
  });
});
