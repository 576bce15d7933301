/**
 * Asking a source: the only way for the kernel, a chain and a wrapping source to reach another source.
 *
 * @module
 */
import { Credentials } from "./credentials.ts";
import { InvalidAnswerError } from "./errors.ts";
import { type EventListener, emit } from "./events.ts";
import type { Host } from "./host.ts";
import { createServerClock, type ServerClock } from "./server-clock.ts";
import {
  type Answer,
  type CachedSource,
  type CallScope,
  type CredentialSource,
  failed,
  type Hops,
  isResolver,
  notConfigured,
  type ResolveContext,
} from "./source.ts";
import { toAlicredError } from "./thrown.ts";
import { monotonicMs } from "./time.ts";
import type { Notes, TraceEntry } from "./trace.ts";

/** The parts that a context is made from. */
export interface ContextInit {
  readonly host: Host;
  readonly signal: AbortSignal;
  readonly serverClock?: ServerClock;
  readonly explaining?: boolean;
  readonly held?: Credentials | undefined;
  readonly isRetry?: boolean | undefined;
  readonly onEvent?: EventListener | undefined;
  readonly hops?: Hops | undefined;
  readonly rejected?: Credentials | undefined;
  /** The input of the call (`GetOptions.input`). */
  readonly input?: unknown;
  readonly scope?: CallScope | undefined;
  readonly endsAtMs?: number | undefined;
  /** Default: 0. */
  readonly minTtlMs?: number | undefined;
}

/** A new context, for the root of a resolution; also for calling a source in a test. */
export function createContext(init: ContextInit): ResolveContext {
  const { host, hops, endsAtMs = Number.POSITIVE_INFINITY, scope = { input: init.input, reach: 0 } } = init;
  const { explaining = false, minTtlMs = 0, serverClock = createServerClock(host.clock) } = init;
  const notes: Notes = { supplied: [], warnings: [], children: [] };
  return {
    ...init,
    explaining,
    minTtlMs,
    serverClock,
    scope,
    notes,
    get input() {
      scope.reach ||= 1;
      return scope.input;
    },
    cached(source) {
      return isResolver(source) ? source : (hops?.of(source, this) ?? uncached(source));
    },
    concerns(calls) {
      scope.reach = calls === "this-call" ? 2 : 0;
    },
    remainingMs: () => endsAtMs - monotonicMs(host.clock),
    shadow() {
      const latest = notes.children.pop();
      if (latest) notes.children.push({ ...latest, shadowed: true });
    },
    supplied: (part, from) => void notes.supplied.push({ part, from }),
    warn: (message) => void notes.warnings.push(message),
  };
}

/**
 * The context with another host, signal or listener. Unlike a spread it does not read `input`, which would say that the answer is
 * for this call alone.
 */
export function changedContext(
  context: ResolveContext,
  changes: Partial<Pick<ResolveContext, "host" | "signal" | "onEvent">>,
): ResolveContext {
  return Object.assign(Object.create(context), changes);
}

function uncached(source: CredentialSource): CachedSource {
  return {
    name: source.name,
    transparent: true,
    resolve: (context) => ask(context, source),
    invalidate: () => undefined,
  };
}

/**
 * Asks a source: times it, notes its answer in the trace, emits events, prepends its name to the provenance, and turns
 * whatever it throws, or an invalid answer, into the answer "failed".
 *
 * @throws only the reason of `context.signal`, once it has aborted.
 */
export async function ask(context: ResolveContext, source: CredentialSource): Promise<Answer> {
  const { host, signal, held, rejected, minTtlMs, isRetry, onEvent, hops, endsAtMs, explaining } = context;
  const { name, transparent } = source;
  const { diagnostics } = host;
  const scope: CallScope = { input: context.scope.input, reach: 0 };
  const child = createContext({
    host: diagnostics?.watched?.(host, held) ?? host,
    scope,
    serverClock: context.serverClock,
    signal,
    held,
    rejected,
    minTtlMs,
    isRetry,
    onEvent,
    hops,
    endsAtMs,
    explaining,
  });
  const { notes } = child;
  const startedAtMs = monotonicMs(host.clock);
  emit(onEvent, { type: "attempt", source: name });
  let answer: Answer;
  try {
    answer = checked(name, await source.resolve(child), explaining);
    if (answer.outcome === "failed") throw answer.error;
    if (answer.outcome === "credentials") {
      const { credentials } = answer;
      diagnostics?.examine?.(child.host, credentials, notes);
      if (!transparent) {
        const marks = { provenance: [name, ...credentials.provenance] };
        answer = { ...answer, credentials: new Credentials(credentials, marks) };
      }
    } else if (answer.outcome === "not-configured" && diagnostics?.lookedFor) {
      answer = notConfigured(diagnostics.lookedFor(host, answer.lookedFor));
    }
  } catch (thrown) {
    signal.throwIfAborted();
    answer = failed(toAlicredError(thrown, name, child.host));
  }
  if (scope.reach > context.scope.reach) context.scope.reach = scope.reach;
  const { outcome } = answer;
  const lookedFor = outcome === "not-configured" ? answer.lookedFor : [];
  const error = outcome === "failed" ? answer.error : undefined;
  const durationMs = monotonicMs(host.clock) - startedAtMs;
  emit(
    onEvent,
    outcome === "not-configured"
      ? { type: "skip", source: name, lookedFor, durationMs }
      : { type: "answer", source: name, outcome, code: error?.code, durationMs },
  );
  const told = error && { error: { code: error.code, message: error.message, requestId: error.requestId } };
  const entry: TraceEntry = {
    source: name,
    outcome,
    lookedFor,
    ...notes,
    durationMs,
    ...told,
  };
  context.notes.children.push((transparent && notes.children[0]) || entry);
  return answer;
}

/** The answer, if it is one: a source may be written in plain JavaScript. Nothing of another is quoted. */
function checked(name: string, answer: Answer | undefined, explaining: boolean): Answer {
  const { outcome, credentials, lookedFor }: Readonly<Record<string, unknown>> = Object(answer);
  const isValid =
    outcome === "credentials"
      ? credentials instanceof Credentials
      : outcome === "not-configured"
        ? Array.isArray(lookedFor)
        : outcome === "failed" || (outcome === "would-answer" && explaining);
  if (isValid) return answer as Answer;
  const message = `${name} returned an invalid answer. Return found(), notConfigured() or failed() of @alicred/core.`;
  throw new InvalidAnswerError("SOURCE_THREW", message, { retryable: false });
}
