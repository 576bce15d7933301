import { beforeEach, describe, expect, it } from "vitest";
import { chain, type Resolver, refreshing } from "../../src/mod.ts";
import { type FakeSource, fails, fakeSource, issues } from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS } from "../support/outcome.ts";
import { type TestHost, testHost } from "../support/test-host.ts";

let host: TestHost;
let source: FakeSource;
let resolver: Resolver;

beforeEach(() => {
  host = testHost();
  source = fakeSource(issues({ lifetimeMs: HOUR_MS }));
  resolver = refreshing(chain([source]), { host });
});

function heldKeys(): (string | undefined)[] {
  return source.calls.map(({ context }) => context.held?.accessKeyId);
}

describe("what the asking resolver holds", () => {
  it("is told to the sources inside a chain: nothing at first, then the snapshot", async () => {
    await resolver.get();
    await host.clock.advance(HOUR_MS - 5 * MINUTE_MS);
    await resolver.get();
    await host.clock.advance(2 * HOUR_MS);
    await resolver.get();
    expect(heldKeys()).toEqual([undefined, "key-1", "key-2"]);
  });

  it("is the rejected snapshot after `invalidate`, until another takes its place", async () => {
    await resolver.get();
    resolver.invalidate();
    source.will(fails());
    await resolver.get().catch(() => undefined);
    source.will(issues({ lifetimeMs: HOUR_MS }));
    await host.clock.advance(MINUTE_MS);
    await resolver.get();
    await host.clock.advance(2 * HOUR_MS);
    await resolver.get();
    expect(heldKeys()).toEqual([undefined, "key-1", "key-1", "key-3"]);
  });

  it("is nothing for a dry run", async () => {
    await resolver.get();
    await resolver.explain();
    expect(heldKeys()).toEqual([undefined, undefined]);
  });
});
