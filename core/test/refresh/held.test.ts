import { describe, expect, it } from "vitest";
import { type CredentialSource, chain, found, refreshing } from "../../src/mod.ts";
import { generation } from "../support/fake-source.ts";
import { MINUTE_MS } from "../support/outcome.ts";
import { testHost } from "../support/test-host.ts";

/** A source that notes which snapshot its asker holds. */
function curious(lifetimeMs: number): { source: CredentialSource; held: (string | undefined)[] } {
  const held: (string | undefined)[] = [];
  const source: CredentialSource = {
    name: "curious",
    async resolve(context) {
      held.push(context.held?.accessKeyId);
      return found({ ...generation(held.length), expiration: context.host.clock.now() + lifetimeMs });
    },
  };
  return { source, held };
}

describe("what the resolver holds", () => {
  it("is told to the source, also through a chain", async () => {
    const host = testHost();
    const { source, held } = curious(15 * MINUTE_MS);
    const resolver = refreshing(chain([source]), { host });
    const first = await resolver.get();
    await host.clock.advance(15 * MINUTE_MS);
    await resolver.get();
    expect(held).toEqual([undefined, first.accessKeyId]);
  });

  it("includes the snapshot that was rejected, until another has taken its place", async () => {
    const host = testHost();
    const { source, held } = curious(15 * MINUTE_MS);
    const resolver = refreshing(source, { host });
    const first = await resolver.get();
    resolver.invalidate(first);
    const second = await resolver.get();
    resolver.invalidate();
    await resolver.get();
    expect(held).toEqual([undefined, first.accessKeyId, second.accessKeyId]);
  });

  it("is nothing to a dry run", async () => {
    const { source, held } = curious(15 * MINUTE_MS);
    const resolver = refreshing(source, { host: testHost() });
    await resolver.get();
    await resolver.explain();
    expect(held).toEqual([undefined, undefined]);
  });
});
