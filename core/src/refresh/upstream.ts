/**
 * The source behind a refresh cache: asked within the time for a refresh, its answer made an entry.
 *
 * @module
 */
import { ask, type ContextInit, createContext } from "../context.ts";
import type { Credentials } from "../credentials.ts";
import { withDeadline } from "../deadline.ts";
import { AlicredError, InvalidAnswerError, NotConfiguredError } from "../errors.ts";
import { createServerClock, type ServerClock } from "../server-clock.ts";
import type { Answer, CredentialSource, Hops, NotConfigured } from "../source.ts";
import { monotonicMs } from "../time.ts";
import { describeAnswers, type TraceEntry } from "../trace.ts";
import { type Acquisition, type CacheEntry, cacheEntry } from "./entry.ts";
import { STANDSTILL_GRACE_MS } from "./limits.ts";
import type { CheckedPolicy } from "./policy.ts";

/** The parts of the context that a refresh asks with. */
export type Inquiry = Pick<ContextInit, "isRetry" | "endsAtMs" | "held" | "rejected"> & Acquisition;

export interface Upstream {
  /** The issuer's time, as calls to this cache have learnt it. */
  readonly serverClock: ServerClock;
  /**
   * Asks for credentials.
   *
   * @throws {AlicredError} for any other answer, for an unusable one, and once the time for a refresh is up.
   */
  acquire(inquiry: Inquiry, signal: AbortSignal): Promise<CacheEntry>;
  /** The trace of a dry run. */
  explain(input: unknown, signal: AbortSignal | undefined): Promise<TraceEntry>;
  /** The answer "not configured" that an error of `acquire` stands for. */
  notConfiguredBy(error: unknown): NotConfigured | undefined;
}

export function createUpstream(source: CredentialSource, policy: CheckedPolicy, hops: Hops): Upstream {
  const { host, onEvent, windows, refreshTimeoutMs } = policy;
  const { name } = source;
  const serverClock = createServerClock(host.clock);
  const unconfigured = new WeakMap<object, NotConfigured>();

  /** Hang-proof: the source's answer and trace, or an error once the time for a refresh is up. */
  function askWithin(
    init: Partial<ContextInit>,
    parent: AbortSignal | undefined,
  ): Promise<[Answer, TraceEntry]> {
    const ownEndMs = monotonicMs(host.clock) + refreshTimeoutMs;
    const endsAtMs = Math.min(ownEndMs, init.endsAtMs ?? ownEndMs);
    const work = async (signal: AbortSignal): Promise<[Answer, TraceEntry]> => {
      const context = createContext({ host, serverClock, onEvent, hops, ...init, endsAtMs, signal });
      // `ask` notes the one source that it asks.
      return [await ask(context, source), context.notes.children[0] as TraceEntry];
    };
    const options = { source: name, graceMs: STANDSTILL_GRACE_MS };
    return withDeadline(host.clock, refreshTimeoutMs, parent, work, name, options);
  }

  function unusable(answer: Exclude<Answer, { outcome: "credentials" }>, trace: TraceEntry): AlicredError {
    if (answer.outcome === "failed") return answer.error;
    const answers = trace.children.length ? trace.children : [trace];
    const message = `No credentials are configured. ${describeAnswers(answers)}\nSet up one of them.`;
    const error = new NotConfiguredError("NOT_CONFIGURED", message, { source: name, answers });
    if (answer.outcome === "not-configured") unconfigured.set(error, answer);
    return error;
  }

  return {
    serverClock,
    async acquire(inquiry, signal) {
      const [answer, trace] = await askWithin(inquiry, signal);
      if (answer.outcome !== "credentials") throw unusable(answer, trace);
      return cacheEntry(host, name, answer, inquiry, windows);
    },
    explain: async (input, signal) => (await askWithin({ explaining: true, input }, signal))[1],
    notConfiguredBy: (error) => (error instanceof AlicredError ? unconfigured.get(error) : undefined),
  };
}

/**
 * Refuses an answer that a service has rejected. A key that does not expire is all that its source has, and passes: it
 * may have been rejected by mistake, and the service says so itself.
 */
export function refuseRejected(source: string, rejected: Credentials | undefined, fresh: Credentials): void {
  const isRejected =
    fresh.accessKeySecret === rejected?.accessKeySecret && fresh.securityToken === rejected.securityToken;
  if (!isRejected || fresh.expiresAtMs === undefined) return;
  const message = `${source} answered again with the credentials that a service has rejected. Renew them.`;
  throw new InvalidAnswerError("CREDENTIALS_REJECTED", message);
}
