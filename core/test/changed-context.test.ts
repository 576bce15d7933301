import { expect, it } from "vitest";
import { type CredentialSource, changedContext, found, refreshing } from "../src/mod.ts";
import { fakeSource, generation, issues } from "./support/fake-source.ts";
import { HOUR_MS } from "./support/outcome.ts";
import { testHost } from "./support/test-host.ts";

it("a source that hands its context on with another host does not answer for one call alone", async () => {
  const host = testHost();
  const plain = fakeSource(issues({ lifetimeMs: HOUR_MS }));
  const wrapped: CredentialSource = {
    name: "wrapped",
    resolve: (context) => plain.resolve(changedContext(context, { host: { ...context.host } })),
  };
  const resolver = refreshing(wrapped, { host });
  await resolver.get({ input: "a" });
  await resolver.get({ input: "b" });
  expect(plain.calls).toHaveLength(1);
});

it("a context that is handed on keeps the input of the call", async () => {
  const inputs: unknown[] = [];
  const tenant: CredentialSource = {
    name: "tenant",
    async resolve({ input }) {
      inputs.push(input);
      return found(generation(1));
    },
  };
  const wrapped: CredentialSource = {
    name: "wrapped",
    resolve: (context) => tenant.resolve(changedContext(context, { host: { ...context.host } })),
  };
  await refreshing(wrapped, { host: testHost() }).get({ input: "a" });
  expect(inputs).toEqual(["a"]);
});
