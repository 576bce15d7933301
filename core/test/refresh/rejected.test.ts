import { describe, expect, it } from "vitest";
import { type CredentialSource, type Credentials, found, refreshing } from "../../src/mod.ts";
import { fakeSource, generation } from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS, rejection, SECOND_MS } from "../support/outcome.ts";
import { testHost } from "../support/test-host.ts";

/** Renews the lease of the key that it holds, as HashiCorp Vault does, unless that was rejected. */
function leaseSource(heeds: boolean): CredentialSource & { issued: number; renewed: number } {
  return {
    name: "vault",
    issued: 0,
    renewed: 0,
    async resolve({ held, rejected, host }) {
      const expiration = host.clock.now() + HOUR_MS;
      if (held && !(heeds && rejected)) {
        this.renewed++;
        const { accessKeyId, accessKeySecret } = held;
        return found({ accessKeyId, accessKeySecret, expiration });
      }
      this.issued++;
      return found({ ...generation(this.issued), securityToken: undefined, expiration });
    },
  };
}

async function renewedOnce(
  source: CredentialSource,
): Promise<readonly [ReturnType<typeof refreshing>, ReturnType<typeof testHost>]> {
  const host = testHost();
  const resolver = refreshing(source, { host });
  await resolver.get();
  await host.clock.advance(HOUR_MS - 30 * SECOND_MS);
  await resolver.get();
  return [resolver, host];
}

describe("a snapshot that a service rejected", () => {
  it("is told apart from one that is held, so that a lease can be renewed until it is rejected", async () => {
    const source = leaseSource(true);
    const [resolver] = await renewedOnce(source);
    expect(source).toMatchObject({ issued: 1, renewed: 1 });
    resolver.invalidate(await resolver.get());
    expect((await resolver.get()).accessKeyId).toBe("key-2");
    expect(source).toMatchObject({ issued: 2, renewed: 1 });
  });

  it("is refused when the source answers with it again, without hammering", async () => {
    const source = leaseSource(false);
    const [resolver, host] = await renewedOnce(source);
    const calls = source.renewed;
    resolver.invalidate(await resolver.get());
    for (let tenth = 0; tenth < 100; tenth++) {
      expect(await rejection(resolver.get())).toMatchObject({
        code: "CREDENTIALS_REJECTED",
        name: "InvalidAnswerError",
        retryable: true,
        source: "vault",
      });
      await host.clock.advance(100);
    }
    expect(source.renewed - calls).toBeLessThanOrEqual(10);
  });

  it("is not the answer of a refresh that was under way, and the callers who wait get the next one", async () => {
    const host = testHost();
    let calls = 0;
    const source = fakeSource(async () => {
      calls++;
      if (calls === 2) await host.clock.sleep(SECOND_MS);
      return found({ ...generation(calls > 2 ? 2 : 1), expiration: host.clock.now() + HOUR_MS });
    });
    const resolver = refreshing(source, { host });
    const first = await resolver.get();
    await host.clock.advance(HOUR_MS - 2 * MINUTE_MS);
    await resolver.get();
    expect(calls).toBe(2);
    resolver.invalidate(first);
    const waiting = resolver.get();
    await host.clock.advance(2 * SECOND_MS);
    expect((await waiting).accessKeyId).toBe("key-2");
    expect(calls).toBe(3);
  });

  it("is no rejection when the application only drops it", async () => {
    const source = leaseSource(false);
    const [resolver] = await renewedOnce(source);
    resolver.invalidate();
    expect((await resolver.get()).accessKeyId).toBe("key-1");
  });

  it("that does not expire is all that its source has, and is answered again", async () => {
    const source = fakeSource(() => found(generation(1)));
    const resolver = refreshing(source, { host: testHost() });
    resolver.invalidate(await resolver.get());
    expect((await resolver.get()).accessKeyId).toBe("key-1");
    expect(source.calls[1]?.context.rejected?.accessKeyId).toBe("key-1");
  });

  it("is forgotten once another has taken its place", async () => {
    const host = testHost();
    let number = 1;
    const seen: (Credentials | undefined)[] = [];
    const source = fakeSource(({ context }) => {
      seen.push(context.rejected);
      return found({ ...generation(number++), expiration: host.clock.now() + HOUR_MS });
    });
    const resolver = refreshing(source, { host });
    resolver.invalidate(await resolver.get());
    await resolver.get();
    await host.clock.advance(HOUR_MS - MINUTE_MS / 2);
    await resolver.get();
    expect(seen.map((each) => each?.accessKeyId)).toEqual([undefined, "key-1", undefined]);
  });
});
