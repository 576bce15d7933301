import {
  type AlicredError,
  type Answer,
  type CredentialSource,
  failed,
  found,
  notConfigured,
  type ResolveContext,
  UnavailableError,
} from "../../src/mod.ts";

/** One call to a fake source. */
export interface Call {
  /** 1 for the first. */
  readonly number: number;
  readonly atMs: number;
  readonly context: ResolveContext;
}

/** The reaction of a fake source to a call. */
export type Behaviour = (call: Call) => unknown;

export interface FakeSource extends CredentialSource {
  readonly calls: readonly Call[];
  /** Does this from the next call on. */
  will(behaviour: Behaviour): void;
}

export function fakeSource(behaviour: Behaviour, name = "fake"): FakeSource {
  const calls: Call[] = [];
  let current = behaviour;
  return {
    name,
    calls,
    will(next) {
      current = next;
    },
    async resolve(context) {
      const call = { number: calls.length + 1, atMs: context.host.clock.now(), context };
      calls.push(call);
      // No compiler checks the answers of a source in plain JavaScript.
      return (await current(call)) as Answer;
    },
  };
}

export interface Issue {
  /** From the end of the call on. */
  readonly lifetimeMs?: number;
  readonly latencyMs?: number;
  readonly refreshAfterMs?: number;
  /** Issuer's time minus local time. */
  readonly skewMs?: number;
}

/** Answers with credentials whose key, secret and token carry the number of the call. */
export function issues({ lifetimeMs, latencyMs = 0, refreshAfterMs, skewMs = 0 }: Issue = {}): Behaviour {
  return async ({ number, context }) => {
    const { clock } = context.host;
    if (latencyMs > 0) await clock.sleep(latencyMs, context.signal);
    const expiration = lifetimeMs === undefined ? undefined : clock.now() + skewMs + lifetimeMs;
    return found({ ...generation(number), expiration }, refreshAfterMs);
  };
}

export function generation(number: number): {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken: string;
} {
  return {
    accessKeyId: `key-${number}`,
    accessKeySecret: `secret-${number}`,
    securityToken: `token-${number}`,
  };
}

export function isNotConfigured(...lookedFor: [string, ...string[]]): Behaviour {
  return () => notConfigured(...lookedFor);
}

/** Fails with a new error of each call, after a while. */
export function fails(makeError: () => AlicredError = unavailable, latencyMs = 0): Behaviour {
  return async ({ context }) => {
    if (latencyMs > 0) await context.host.clock.sleep(latencyMs, context.signal);
    return failed(makeError());
  };
}

export function unavailable(retryAfterMs?: number): AlicredError {
  return new UnavailableError("UPSTREAM_UNAVAILABLE", "The service answered 503.", { retryAfterMs });
}

/** Never answers, whatever its signal says. */
export const hangsForEver: Behaviour = () => new Promise(() => undefined);

/** Never answers, and ends with its signal. */
export const hangsUntilAborted: Behaviour = ({ context: { signal } }) =>
  new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });

export function throws(thrown: unknown): Behaviour {
  return () => {
    throw thrown;
  };
}
