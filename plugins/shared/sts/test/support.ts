import { createTestHost, type TestHostOptions } from "@alicred/conformance";
import { type Clock, Credentials, createContext, type FetchInit, type ResolveContext } from "@alicred/core";

export const START_MS = Date.parse("2026-01-07T08:00:00Z");

/** Test credentials whose secret and token are easy to search for. */
export const KEY: Credentials = new Credentials({
  accessKeyId: "STS.testId",
  accessKeySecret: "canary-secret",
  securityToken: "canary-token",
  provenance: ["base"],
});

export interface Sent extends FetchInit {
  readonly url: string;
  readonly atMs: number;
}

export interface Reply {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface Bench {
  readonly context: ResolveContext;
  /** Requests in order. */
  readonly sent: Sent[];
  /** Pauses between attempts, in milliseconds. */
  readonly pauses: number[];
}

export const SESSION: Reply = {
  body: {
    RequestId: "req-1",
    AssumedRoleUser: { Arn: "acs:ram::1:role/r/s", AssumedRoleId: "3:s" },
    Credentials: {
      AccessKeyId: "STS.new",
      AccessKeySecret: "new-secret",
      SecurityToken: "new-token",
      Expiration: "2026-01-07T09:00:00Z",
    },
  },
};

export function refusal(status: number, code: string, headers: Record<string, string> = {}): Reply {
  const body = { Code: code, RequestId: "req-2", Message: "canary-secret canary-token", HostId: "sts" };
  return { status, body, headers };
}

/** A context whose service gives these replies in order, the last one forever. */
export function bench(replies: readonly Reply[], options: TestHostOptions = {}): Bench {
  const sent: Sent[] = [];
  const pauses: number[] = [];
  const clock = pausingClock(pauses);
  const host = createTestHost({
    ...options,
    clock,
    fetch: async (url, init) => {
      const { status = 200, body, headers = {} } = replies[Math.min(sent.length, replies.length - 1)] ?? {};
      sent.push({ ...init, url, atMs: clock.now() });
      return new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers });
    },
  });
  return { sent, pauses, context: createContext({ host, signal: new AbortController().signal }) };
}

// Pauses pass at once; a deadline, which is longer than any pause here, never comes.
function pausingClock(pauses: number[]): Clock {
  let nowMs = START_MS;
  return {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
        if (ms >= 4_000) return;
        nowMs += ms;
        pauses.push(ms);
        resolve();
      }),
  };
}
