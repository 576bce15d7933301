/**
 * The work of the one process that has the lease: it asks the source for all.
 *
 * @module
 */
import { type Answer, type Found, type Host, type ResolveContext, randomFraction } from "@alicred/core";
import { seal } from "./envelope.ts";
import type { CheckedOptions } from "./options.ts";
import { contentOf } from "./session.ts";
import { StoreTrouble } from "./store-client.ts";
import type { Visit } from "./visit.ts";

/** The shortest pause after a failure, and the span of chance above it. */
const LEAST_PAUSE_MS = 1_000;
const PAUSE_SPAN_MS = 1_000;
const LONGEST_PAUSE_MS = 300_000;

/**
 * Asks the source with the lease in hand, and hands the session on to the others. The lease is prolonged while that takes.
 * After a failure that may pass by itself the lease stays for a moment, so that the fleet asks once in that time and not
 * one process after the other.
 */
export async function askAndShare(
  visit: Visit,
  options: CheckedOptions,
  ask: (context: ResolveContext) => Promise<Answer>,
): Promise<Answer> {
  const { context, client } = visit;
  const { host } = context;
  visit.tell("leased");
  const stop = prolonging(visit, options.leaseMs);
  /** Once no sign of life is on its way, which would take the lease again. */
  const last = async (work: () => Promise<unknown>): Promise<void> => {
    await stop();
    await work();
  };
  let answer: Answer;
  try {
    answer = await ask(context);
    // An answer to the input of one call is nobody else's.
    if (answer.outcome === "credentials" && context.scope.reach === 0) {
      if (await share(visit, options, answer, stop())) return answer;
    }
  } catch (thrown) {
    // A caller that gave up, or whose binding failed, leaves no lease behind.
    behind(host, last(client.release));
    throw thrown;
  }
  const error = answer.outcome === "failed" ? answer.error : undefined;
  if (!error?.retryable) {
    behind(host, last(client.release));
    return answer;
  }
  // An error of a third party may hold anything.
  const { retryAfterMs = 0 } = error;
  const askedMs = retryAfterMs > 0 ? Number(retryAfterMs) : 0;
  const pauseMs = Math.max(LEAST_PAUSE_MS + randomFraction(host) * PAUSE_SPAN_MS, askedMs);
  const pause = Math.round(Math.min(pauseMs, LONGEST_PAUSE_MS));
  behind(
    host,
    last(() => client.prolong(pause)),
  );
  return answer;
}

/** Keeps the lease, until the returned function is called, which waits for the latest sign of life. */
function prolonging({ client, context: { host } }: Visit, leaseMs: number): () => Promise<void> {
  const end = new AbortController();
  const run = async (): Promise<void> => {
    while (!end.signal.aborted) {
      await host.clock.sleep(leaseMs / 3, end.signal);
      // A lease that is lost is found out by the write.
      await client.prolong(leaseMs).catch(() => false);
    }
  };
  const running = run().catch(() => undefined);
  behind(host, running);
  return () => {
    end.abort();
    return running;
  };
}

/**
 * Writes a session, which the caller waits for only as long as the store may cost it.
 *
 * @param stopped no sign of life is on its way any longer, which would take the lease again
 * @returns whether there was something to write, which ends the lease
 */
async function share(
  visit: Visit,
  { storeTimeoutMs, binding }: CheckedOptions,
  answer: Found,
  stopped: Promise<void>,
): Promise<boolean> {
  const { context, client, keys, place } = visit;
  const { host, serverClock, minTtlMs } = context;
  const note = await binding?.noteOf(answer.credentials);
  if (binding !== undefined && note === undefined) return false;
  const content = contentOf(answer, serverClock.expiryNow(), storeTimeoutMs, minTtlMs, note);
  if (content === undefined) return false;
  const value = await seal(host, keys, place, content.text);
  const write = async (): Promise<boolean> => {
    await stopped;
    return client.write(value, content.keepMs);
  };
  const writing = write().then(
    (isWritten) => visit.tell(isWritten ? "written" : "lease-lost"),
    (thrown: unknown) => {
      if (thrown instanceof StoreTrouble) visit.tell("failed", { code: thrown.code });
      // Nobody waits for it: if it still arrived, it would look younger than it is.
      behind(host, client.release());
      return client.undo(value);
    },
  );
  behind(host, writing);
  const timer = new AbortController();
  const patience = host.clock.sleep(Math.min(storeTimeoutMs, Math.max(0, client.budgetMs())), timer.signal);
  await Promise.race([writing, patience]).catch(() => undefined);
  timer.abort();
  return true;
}

/** Lets work continue behind the answer. Its failure concerns nobody. */
export function behind(host: Host, work: Promise<unknown>): void {
  const done = work.catch(() => undefined);
  host.waitUntil?.(done);
}
