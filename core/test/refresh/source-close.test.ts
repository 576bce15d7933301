import { describe, expect, it } from "vitest";
import { ask, type CredentialSource, chain, refreshing } from "../../src/mod.ts";
import { fakeSource, issues } from "../support/fake-source.ts";
import { HOUR_MS } from "../support/outcome.ts";
import { testHost } from "../support/test-host.ts";

function closable(name: string, closed: string[], after?: () => unknown): CredentialSource {
  const { resolve } = fakeSource(issues({ lifetimeMs: HOUR_MS }));
  return {
    name,
    resolve,
    close() {
      closed.push(name);
      return after?.();
    },
  };
}

describe("the close of a source", () => {
  it("is called once, through chains and for the hops below", async () => {
    const closed: string[] = [];
    const base = closable("base", closed);
    const role: CredentialSource = { name: "role", resolve: (context) => ask(context, context.cached(base)) };
    const resolver = refreshing(chain([role, chain([closable("inner", closed)]), closable("last", closed)]), {
      host: testHost(),
    });
    await resolver.get();
    resolver.close();
    resolver.close();
    expect(closed.sort()).toEqual(["base", "inner", "last"]);
  });

  it("is called once where the source has several places in the resolver", async () => {
    const closed: string[] = [];
    const base = closable("base", closed, async () => undefined);
    const role: CredentialSource = { name: "role", resolve: (context) => ask(context, context.cached(base)) };
    const resolver = refreshing(chain([role, base]), { host: testHost() });
    await resolver.get();
    resolver.close();
    expect(closed).toEqual(["base"]);
  });

  it("is not that of a resolver which the application made itself", async () => {
    const closed: string[] = [];
    const host = testHost();
    const own = refreshing(closable("base", closed), { host });
    const resolver = refreshing(chain([own]), { host });
    await resolver.get();
    resolver.close();
    expect(closed).toEqual([]);
    expect((await own.get()).accessKeyId).toBe("key-1");
  });

  it("may throw or reject, and nobody hears of it", async () => {
    const closed: string[] = [];
    const throwing = closable("throwing", closed, () => {
      throw new Error("no");
    });
    const rejecting = closable("rejecting", closed, () => Promise.reject(new Error("no")));
    refreshing(chain([throwing, rejecting]), { host: testHost() }).close();
    expect(closed).toEqual(["throwing", "rejecting"]);
    // An unhandled rejection would fail the run.
    await new Promise((resolve) => setImmediate(resolve));
  });
});
