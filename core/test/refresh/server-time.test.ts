import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CredentialSource, found, refreshing, sendRequest } from "../../src/mod.ts";
import { fakeFetch } from "../support/fake-fetch.ts";
import { generation } from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS, watch } from "../support/outcome.ts";
import { type TestHost, testHost } from "../support/test-host.ts";

interface Issuer {
  /** The issuer's time minus the local time. */
  readonly skewMs: number;
  readonly lifetimeMs: number;
  /** Before and after the instant at which the issuer looks at its clock. */
  readonly requestMs: number;
  readonly replyMs: number;
}

/** A source that asks an issuer over HTTP, whose clock is not ours and whose `Date` header names whole seconds. */
function issuedOverHttp(
  host: TestHost,
  { skewMs, lifetimeMs, requestMs, replyMs }: Issuer,
): { source: CredentialSource; host: TestHost; calls: number[] } {
  const calls: number[] = [];
  const { fetch } = fakeFetch(host.clock, () => {
    calls.push(host.clock.now());
    const atMs = host.clock.now() + requestMs + skewMs;
    return {
      headers: { date: new Date(atMs).toUTCString() },
      body: [String(Math.floor(atMs / 1000) * 1000 + lifetimeMs)],
      latencyMs: requestMs + replyMs,
    };
  });
  const source: CredentialSource = {
    name: "issuer",
    async resolve(context) {
      const { text } = await sendRequest(context, () => ({ method: "GET", url: "https://sts.example/" }));
      return found({ ...generation(calls.length), expiration: Number(text) });
    },
  };
  return { source, host: { ...host, fetch }, calls };
}

const issuers: fc.Arbitrary<Issuer> = fc.record({
  skewMs: fc.oneof(
    fc.integer({ min: -3 * HOUR_MS, max: 3 * HOUR_MS }),
    fc.integer({ min: -6 * SECOND_MS, max: 6 * SECOND_MS }),
  ),
  lifetimeMs: fc.constantFrom(MINUTE_MS, 15 * MINUTE_MS, HOUR_MS),
  requestMs: fc.integer({ min: 0, max: 2500 }),
  replyMs: fc.integer({ min: 0, max: 2400 }),
});

/** As long as the replies allow for the local clock to be right, it is taken to be: it may be off by as much. */
function unknownMs({ skewMs, requestMs, replyMs }: Issuer): number {
  const widestMs = requestMs + replyMs + SECOND_MS;
  return Math.abs(skewMs) <= widestMs ? Math.max(0, skewMs) : 0;
}

describe("property 2: never past the true expiry, by the issuer's clock, whatever the local one says", () => {
  it("for any skew and any latency within the limit of a request", async () => {
    await fc.assert(
      fc.asyncProperty(issuers, async (issuer) => {
        const made = issuedOverHttp(testHost(), issuer);
        const { clock } = made.host;
        const resolver = refreshing(made.source, { host: made.host });
        for (let step = 0; step < 80; step++) {
          const outcome = watch(resolver.get());
          const check = (): void => {
            const expiresAtMs = resolver.peek()?.expiresAtMs ?? Number.POSITIVE_INFINITY;
            expect(expiresAtMs).toBeGreaterThan(clock.now() + issuer.skewMs - unknownMs(issuer));
          };
          await clock.advance(issuer.lifetimeMs / 77);
          check();
          expect(outcome.error).toBeUndefined();
        }
        // The last snapshot, while nothing new is asked for.
        for (let step = 0; step < 200; step++) {
          await clock.advance(issuer.lifetimeMs / 150);
          const cached = resolver.peek();
          if (cached)
            expect(cached.expiresAtMs).toBeGreaterThan(clock.now() + issuer.skewMs - unknownMs(issuer));
        }
        resolver.close();
      }),
      { numRuns: 60, seed: 20300101 },
    );
  });

  it.each([-20 * MINUTE_MS, 20 * MINUTE_MS])(
    "does not refresh in a loop when the clocks differ by %i ms",
    async (skewMs) => {
      const lifetimeMs = 15 * MINUTE_MS;
      const made = issuedOverHttp(testHost(), { skewMs, lifetimeMs, requestMs: 20, replyMs: 20 });
      const resolver = refreshing(made.source, { host: made.host });
      for (let second = 0; second < 3600; second++) {
        void resolver.get();
        await made.host.clock.advance(SECOND_MS);
      }
      // Every 10 to 12.5 minutes.
      expect(made.calls.length).toBeGreaterThanOrEqual(5);
      expect(made.calls.length).toBeLessThanOrEqual(6);
    },
  );
});
