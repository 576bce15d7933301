import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { nodeHost } from "../../src/host/node.ts";
import { webHost } from "../../src/host/web.ts";
import { type CredentialSource, found, refreshing, UnavailableError } from "../../src/mod.ts";

// As tests of applications have them: everything that tells the time is replaced, and moved by hand.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const HOUR_MS = 3_600_000;

function counted(answer: (call: number) => ReturnType<CredentialSource["resolve"]>): CredentialSource {
  let calls = 0;
  return { name: "fake", resolve: () => answer(++calls) };
}

function session(call: number) {
  const expiration = Date.now() + HOUR_MS;
  return found({ accessKeyId: `key-${call}`, accessKeySecret: "secret", securityToken: "token", expiration });
}

describe.each([
  ["node", nodeHost],
  ["web", webHost],
] as const)("with the fake timers of vitest, the %s host", (_, hostOf) => {
  it("ends a pause after a failure", async () => {
    const source = counted(async (call) => {
      if (call === 1) throw new UnavailableError("NETWORK_ERROR", "down");
      return session(call);
    });
    const resolver = refreshing(source, { host: hostOf() });
    await expect(resolver.get()).rejects.toMatchObject({ code: "NETWORK_ERROR" });
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await resolver.get()).accessKeyId).toBe("key-2");
  });

  it("ends a caller's wait by its own limit", async () => {
    const source = counted(() => new Promise(() => undefined));
    const resolver = refreshing(source, { host: hostOf() });
    const waiting = resolver.get({ timeoutMs: 1_000 }).catch((thrown: unknown) => thrown);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await waiting).toMatchObject({ code: "WAIT_TIMEOUT" });
    resolver.close();
  });

  it("lets credentials expire", async () => {
    const resolver = refreshing(
      counted(async (call) => session(call)),
      { host: hostOf() },
    );
    expect((await resolver.get()).accessKeyId).toBe("key-1");
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect((await resolver.get()).accessKeyId).toBe("key-2");
  });
});
