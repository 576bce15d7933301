import { describe, expect, it } from "vitest";
import {
  ask,
  ConfigurationError,
  type CredentialSource,
  chain,
  found,
  notConfigured,
  type ResolveContext,
  refreshing,
  UnavailableError,
} from "../../src/mod.ts";
import { fakeSource, generation } from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS, rejection, SECOND_MS, watch } from "../support/outcome.ts";
import { type TestHost, testHost } from "../support/test-host.ts";

interface Asked {
  readonly source: CredentialSource;
  readonly inputs: unknown[];
}

/** Answers with a key named after the input, after a while. */
function tenantSource(claim?: "every-call" | "this-call", latencyMs = 100): Asked {
  const inputs: unknown[] = [];
  const source: CredentialSource = {
    name: "tenant",
    async resolve(context) {
      const { input } = context;
      inputs.push(input);
      await context.host.clock.sleep(latencyMs, context.signal);
      if (claim) context.concerns(claim);
      const expiration = context.host.clock.now() + HOUR_MS;
      return found({ ...generation(1), accessKeyId: `key-of-${String(input)}`, expiration });
    },
  };
  return { source, inputs };
}

const hosts: [string, (options?: object) => TestHost][] = [
  ["where promises are shared", () => testHost()],
  ["where promises belong to requests", () => testHost({ requestScoped: true })],
];

describe.each(hosts)("the input of a call, %s", (_, makeHost) => {
  it("credentials that were derived from it are handed to no call with another, nor to one without", async () => {
    const host = makeHost();
    const { source, inputs } = tenantSource();
    for (const wrap of [(each: CredentialSource) => each, (each: CredentialSource) => chain([each])]) {
      const resolver = refreshing(wrap(source), { host });
      // Together, and one after the other.
      for (let round = 0; round < 3; round++) {
        const calls = ["a", "b", "c", undefined, "a"].map((input) => ({
          input,
          outcome: watch(resolver.get({ input })),
        }));
        const bare = watch(resolver.get());
        await host.clock.advance(SECOND_MS);
        for (const { input, outcome } of calls)
          expect(outcome.value?.accessKeyId).toBe(`key-of-${String(input)}`);
        expect(bare.value?.accessKeyId).toBe("key-of-undefined");
      }
      expect(resolver.peek()?.accessKeyId).toBe("key-of-undefined");
      resolver.close();
    }
    expect(inputs).toContain("c");
    expect(host.clock.pending()).toBe(0);
  });

  it("calls with different inputs do not wait for each other, once the source is known to read them", async () => {
    const host = makeHost();
    const resolver = refreshing(tenantSource().source, { host });
    const first = watch(resolver.get({ input: "first" }));
    await host.clock.advance(100);
    expect(first.value?.accessKeyId).toBe("key-of-first");
    const outcomes = ["a", "b", "c", "d"].map((input) => watch(resolver.get({ input })));
    await host.clock.advance(100);
    expect(outcomes.map(({ value }) => value?.accessKeyId)).toEqual(
      ["a", "b", "c", "d"].map((input) => `key-of-${input}`),
    );
  });

  it("credentials that the source declares to concern every call are shared and cached", async () => {
    const host = makeHost();
    const { source, inputs } = tenantSource("every-call");
    const resolver = refreshing(chain([source]), { host });
    const outcomes = ["a", "b", undefined].map((input) => watch(resolver.get({ input })));
    await host.clock.advance(SECOND_MS);
    const later = watch(resolver.get({ input: "later" }));
    await host.clock.advance(0);
    for (const { value } of [...outcomes, later]) expect(value?.accessKeyId).toBe("key-of-a");
    expect(inputs).toEqual(["a"]);
  });

  it("credentials of this call alone are not even kept for calls without an input", async () => {
    const host = makeHost();
    const { source, inputs } = tenantSource("this-call");
    const resolver = refreshing(source, { host });
    for (let call = 0; call < 3; call++) {
      const outcome = watch(resolver.get());
      await host.clock.advance(100);
      expect(outcome.value?.accessKeyId).toBe("key-of-undefined");
      expect(resolver.peek()).toBeUndefined();
    }
    expect(inputs).toHaveLength(3);
  });

  it("a source that does not read it is asked once for all", async () => {
    const host = makeHost();
    const source = fakeSource(() => found(generation(1)));
    const resolver = refreshing(source, { host });
    for (const input of ["a", "b", undefined]) await resolver.get({ input });
    expect(source.calls).toHaveLength(1);
  });

  it("an earlier source that read it makes the answer of a later one an answer to that input", async () => {
    const host = makeHost();
    const byHeader: CredentialSource = {
      name: "header",
      async resolve({ input }) {
        return input === undefined
          ? notConfigured("a header")
          : found({ ...generation(7), accessKeyId: "header" });
      },
    };
    const shared: CredentialSource = {
      name: "shared",
      async resolve(context) {
        context.concerns("every-call");
        return found(generation(1));
      },
    };
    const resolver = refreshing(chain([byHeader, shared]), { host });
    expect((await resolver.get()).accessKeyId).toBe("key-1");
    expect((await resolver.get({ input: "x" })).accessKeyId).toBe("header");
    expect((await resolver.get()).accessKeyId).toBe("key-1");
  });

  it("below a role: what depends on the input of the call makes the role's session depend on it", async () => {
    const host = makeHost();
    const { source: base } = tenantSource(undefined, 0);
    const role: CredentialSource = {
      name: "role",
      async resolve(context) {
        const answer = await ask(context, context.cached(base));
        if (answer.outcome !== "credentials") return answer;
        const { accessKeyId } = answer.credentials;
        return found({ ...generation(1), accessKeyId: `role-of-${accessKeyId}` });
      },
    };
    const resolver = refreshing(role, { host });
    for (const input of ["a", "b", undefined, "a", undefined]) {
      const outcome = watch(resolver.get({ input }));
      await host.clock.advance(10);
      expect(outcome.value?.accessKeyId).toBe(`role-of-key-of-${String(input)}`);
    }
  });

  it("what a resolver holds for calls without an input is not shown to a source that serves one with it", async () => {
    const held: unknown[] = [];
    const source: CredentialSource = {
      name: "tenant",
      async resolve(context) {
        held.push(context.held?.accessKeyId);
        return found({ ...generation(1), accessKeyId: `key-of-${String(context.input)}` });
      },
    };
    const resolver = refreshing(source, { host: makeHost() });
    await resolver.get();
    await resolver.get({ input: "a" });
    expect(held).toEqual([undefined, undefined]);
  });
});

describe.each(hosts)("one call without what it needs never blocks the next, %s", (_, makeHost) => {
  const needs = (
    fail: (context: ResolveContext) => never | ReturnType<typeof notConfigured>,
  ): CredentialSource => ({
    name: "oidc",
    async resolve(context) {
      return context.input === undefined ? fail(context) : found(generation(1));
    },
  });
  const incomplete = (): never => {
    throw new ConfigurationError("INCOMPLETE_CONFIGURATION", "The token is missing.");
  };

  it.each<[string, () => never | ReturnType<typeof notConfigured>]>([
    ["fails", incomplete],
    ["is not configured", () => notConfigured("header x")],
  ])("that reads the input and %s", async (_, fail) => {
    const host = makeHost();
    const resolver = refreshing(chain([needs(fail)]), { host });
    for (let second = 0; second < 5; second++) {
      await rejection(resolver.get());
      expect((await resolver.get({ input: "token" })).accessKeyId).toBe("key-1");
    }
  });

  it("that reads it by a closure and says that this call alone is concerned", async () => {
    const host = makeHost();
    let header: string | undefined;
    const source: CredentialSource = {
      name: "oidc",
      async resolve(context) {
        const token = header;
        await context.host.clock.sleep(100, context.signal);
        if (token) return found(generation(1));
        context.concerns("this-call");
        return incomplete();
      },
    };
    const resolver = refreshing(source, { host });
    const without = watch(resolver.get());
    header = "token";
    const waiting = watch(resolver.get());
    await host.clock.advance(SECOND_MS);
    expect(without.error?.code).toBe("INCOMPLETE_CONFIGURATION");
    expect(waiting.value?.accessKeyId).toBe("key-1");
  });

  it("credentials of one call alone are handed to none that waits beside it", async () => {
    const host = makeHost();
    let number = 0;
    const source: CredentialSource = {
      name: "tenant",
      async resolve(context) {
        const own = ++number;
        await host.clock.sleep(100, context.signal);
        context.concerns("this-call");
        return found(generation(own));
      },
    };
    const resolver = refreshing(source, { host });
    const outcomes = Array.from({ length: 5 }, () => watch(resolver.get()));
    await host.clock.advance(SECOND_MS);
    expect(new Set(outcomes.map(({ value }) => value?.accessKeyId)).size).toBe(5);
  });

  it("a failure of the upstream holds back every call nevertheless", async () => {
    const host = makeHost();
    let calls = 0;
    const source: CredentialSource = {
      name: "tenant",
      async resolve({ input }) {
        calls++;
        throw new UnavailableError("UPSTREAM_THROTTLED", `Too many, ${typeof input}.`, {
          retryAfterMs: MINUTE_MS,
        });
      },
    };
    const resolver = refreshing(source, { host });
    for (let second = 0; second < 50; second++) {
      await rejection(resolver.get({ input: second }));
      await host.clock.advance(SECOND_MS);
    }
    expect(calls).toBe(1);
  });

  it("10,000 callers that fail together cost one call of the source", async () => {
    const host = testHost();
    let calls = 0;
    const source: CredentialSource = {
      name: "oidc",
      async resolve(context) {
        calls++;
        expect(context.input).toBeUndefined();
        return incomplete();
      },
    };
    const resolver = refreshing(source, { host });
    const outcomes = Array.from({ length: 10_000 }, () => watch(resolver.get({ minTtlMs: 0 })));
    await host.clock.advance(10);
    expect(outcomes.every(({ error }) => error?.code === "INCOMPLETE_CONFIGURATION")).toBe(true);
    expect(calls).toBe(1);
  });
});

it("explain gets the input too", async () => {
  const { source, inputs } = tenantSource(undefined, 0);
  const host = testHost();
  refreshing(source, { host })
    .explain({ input: "dry" })
    .catch(() => undefined);
  await host.clock.advance(10);
  expect(inputs).toEqual(["dry"]);
});

it("close ends calls that are under way for themselves", async () => {
  const host = testHost();
  const resolver = refreshing(tenantSource(undefined, HOUR_MS / 1000).source, { host });
  const first = watch(resolver.get({ input: 0 }));
  await host.clock.advance(HOUR_MS / 1000);
  expect(first.settled).toBe(true);
  const outcomes = [1, 2, 3].map((input) => watch(resolver.get({ input })));
  await host.clock.advance(10);
  resolver.close();
  await host.clock.advance(0);
  expect(outcomes.map(({ error }) => error?.code)).toEqual(Array(3).fill("RESOLVER_CLOSED"));
  expect(host.clock.pending()).toBe(0);
});
