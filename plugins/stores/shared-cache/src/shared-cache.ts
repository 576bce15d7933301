/**
 * `sharedCache`: a source whose sessions many processes share.
 *
 * @module
 */
import {
  type Answer,
  ask,
  type CredentialSource,
  closeSource,
  failed,
  found,
  instantOf,
  type ResolveContext,
  randomFraction,
  UnavailableError,
} from "@alicred/core";
import { askAndShare, behind } from "./hold.ts";
import { keysOf, placeOf } from "./keys.ts";
import { checkedOptions, NAME, type SharedCacheOptions } from "./options.ts";
import { isTooShort, type SharedSession } from "./session.ts";
import { StoreTrouble, storeClient } from "./store-client.ts";
import { type Sight, type Visit, visit } from "./visit.ts";

/** Without a limit for the answer, as in a test, another process is waited for so long. */
const LONGEST_WAIT_MS = 20_000;
/** So much earlier than the time for the answer is over, the reason is told. */
const MARGIN_MS = 250;
/** Behind a resolver that still serves its session a new one is waited for as long as a call normally takes. */
const SHORT_WAIT_MS = 1_000;
/** So long at most a resolver pauses after a wait in vain, once its session has ended. */
const PAUSE_AFTER_MS = 2_000;
/** A sight of a kind. */
type SightOf<K> = Extract<Sight, { readonly session: SharedSession }> & { readonly kind: K };

/** The pauses between two looks at a store that cannot wait. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/**
 * A source whose sessions many processes share through a store. Of all that need a new session at once, one gets a lease
 * and asks the source; the others are given what it got. Put `refreshing` around it, as around any source: it keeps the
 * session in the process, and asks the store only when it is due to be renewed.
 *
 * A session is served only while it lives, by the issuer's clock, whose time travels with it. One that a service rejected
 * is removed for all. Where the store fails, the source is asked as if there were no store.
 *
 * @throws {ConfigurationError} `INVALID_OPTION`
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { sdkDefault } from "@alicred/presets/sdk-default";
 * import { memoryStore, sharedCache } from "@alicred/shared-cache";
 *
 * const shared = sharedCache({ source: sdkDefault(), store: memoryStore(), id: "prod/deploy" });
 * const resolver = refreshing(shared, { host: nodeHost() });
 * ```
 */
export function sharedCache(options: SharedCacheOptions): CredentialSource {
  const checked = checkedOptions(options);
  const { source, store, id, storeTimeoutMs, leaseMs } = checked;
  const getKeys = keysOf(checked);
  let place: string | undefined;
  /** Whether the latest answer was for one call alone: then nothing can be shared, and the store is left alone. */
  let isPersonal = false;

  async function askSource(context: ResolveContext): Promise<Answer> {
    const answer = await ask(context, source);
    isPersonal = context.scope.reach > 0;
    return answer;
  }

  async function visitFor(context: ResolveContext): Promise<Visit> {
    const keys = await getKeys(context.host);
    place ??= await placeOf(id);
    const fence = Array.from(context.host.random(16), (byte) => byte.toString(16).padStart(2, "0")).join("");
    return visit(context, storeClient(store, place, fence, storeTimeoutMs, context), keys, place, checked);
  }

  /** Served from the store, or by the source with the lease in hand; the latter only once nobody else has it. */
  async function share(current: Visit, onAsk: () => void): Promise<Answer> {
    const { context, client } = current;
    const startedAtMs = instantOf(context.host.clock).monotonicMs;
    const limitMs = context.remainingMs();
    const mostMs = limitMs < Number.POSITIVE_INFINITY ? limitMs - MARGIN_MS : LONGEST_WAIT_MS;
    let sight = await current.look();
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 1.5) {
      if (sight.kind === "good") return served(current, sight);
      if (sight.kind === "other-key") return askSource(context);
      if (await client.lease(leaseMs)) return await hold(current, onAsk);
      const agedMs = instantOf(context.host.clock).monotonicMs - startedAtMs;
      const restMs = Math.min(mostMs, patienceMs(sight, leaseMs, context)) - agedMs;
      if (restMs <= 0) return gaveUp(current, sight, agedMs);
      if (pauseMs === FIRST_PAUSE_MS) current.tell("waiting");
      sight = await next(current, Math.min(pauseMs, LONGEST_PAUSE_MS), restMs);
    }
  }

  /** The content of the store after a pause; after a change, where the store says so. */
  async function next(
    { client, context: { host, signal }, ...current }: Visit,
    pauseMs: number,
    restMs: number,
  ): Promise<Sight> {
    client.startAnew();
    if (client.wait) {
      // The first wait may end because the lease is free. One that keeps ending at once must not keep everybody busy.
      if (pauseMs > FIRST_PAUSE_MS) await host.clock.sleep(Math.min(restMs, FIRST_PAUSE_MS), signal);
      return current.judge(await client.wait(current.seen(), Math.ceil(restMs)));
    }
    await host.clock.sleep(Math.min(restMs, pauseMs * (0.5 + randomFraction(host))), signal);
    return current.look();
  }

  async function hold(current: Visit, onAsk: () => void): Promise<Answer> {
    const { context, client } = current;
    // Another holder may have come and gone since the look.
    const sight = await current.look().catch((thrown: unknown) => {
      behind(context.host, client.release());
      throw thrown;
    });
    if (sight.kind === "good" || sight.kind === "other-key") behind(context.host, client.release());
    if (sight.kind === "good") return served(current, sight);
    onAsk();
    if (sight.kind === "other-key") return askSource(context);
    const answer = await askAndShare(current, checked, askSource);
    // While the upstream is away, a session that is about to end is better than none.
    const isAway = answer.outcome === "failed" && answer.error.retryable;
    return isAway && isLast(sight) ? served(current, sight) : answer;
  }

  return {
    name: NAME,
    async resolve(context) {
      const current = await visitFor(context);
      if (context.explaining) return explained(current, () => ask(context, source));
      if (isPersonal) return askSource(context);
      let isAsked = false;
      try {
        return await share(current, () => {
          isAsked = true;
        });
      } catch (thrown) {
        if (!(thrown instanceof StoreTrouble) || isAsked) throw thrown;
        current.note(thrown);
        return askSource(context);
      }
    },
    close: () => closeSource(source),
  };
}

/**
 * How long to wait for another process. Who has nothing else waits for as long as it may; so does a resolver whose session
 * is about to end or is too short, because it would fail with its error. A session that serves meanwhile is worth a lease at most.
 */
function patienceMs(sight: Sight, leaseMs: number, context: ResolveContext): number {
  if (sight.kind === "last") return leaseMs;
  const isServing =
    sight.kind === "known" &&
    sight.session.leftMs > sight.session.endingMs + PAUSE_AFTER_MS &&
    !isTooShort(sight.session, context);
  return isServing ? SHORT_WAIT_MS : Number.POSITIVE_INFINITY;
}

/** Whether it has a session that serves if there is no other. */
function isLast(sight: Sight): sight is SightOf<"last" | "short"> {
  return sight.kind === "last" || sight.kind === "short";
}

function served(
  { context, store, tell }: Visit,
  { kind, session }: SightOf<"good" | "last" | "short">,
): Answer {
  const { credentials, ageMs, region } = session;
  // For the call it is too short. Others are served, and the next call with such a wish asks again soon.
  const refreshAfterMs = kind === "short" ? PAUSE_AFTER_MS : session.refreshAfterMs;
  supplied(context, store, session);
  tell("hit", { ageMs });
  return { ...found(credentials, refreshAfterMs), region };
}

function supplied(context: ResolveContext, store: string, { ageMs, leftMs }: SharedSession): void {
  const [age, left] = [ageMs, leftMs].map((ms) => Math.round(ms / 1000));
  context.supplied("credentials", `store ${store}, ${age} s old, ${left} s left`);
}

/** The end of a wait for another process: the session that is there, or an error, after which the resolver pauses. */
function gaveUp(current: Visit, sight: Sight, waitedMs: number): Answer {
  if (isLast(sight)) return served(current, sight);
  const message = `Another process has been asking for the session, and has not got it within ${Math.round(waitedMs)} ms. Try again later; its own log says more.`;
  return failed(new UnavailableError("LEASE_TIMEOUT", message));
}

/** A dry run shows what lies in the store, and asks the source too; it takes no lease and changes nothing. */
async function explained(current: Visit, askSource: () => Promise<Answer>): Promise<Answer> {
  let session: SharedSession | undefined;
  try {
    const sight = await current.look();
    if ("session" in sight) session = sight.session;
  } catch (thrown) {
    if (!(thrown instanceof StoreTrouble)) throw thrown;
    current.note(thrown);
  }
  const answer = await askSource();
  if (session === undefined) return answer;
  supplied(current.context, current.store, session);
  return found(session.credentials);
}
