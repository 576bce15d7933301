/**
 * Asking a source: the only way for the kernel, a chain and a wrapping source to reach another source.
 *
 * @module
 */
import { Credentials } from "./credentials.ts";
import { type AlicredError, InvalidAnswerError } from "./errors.ts";
import { type EventListener, emit } from "./events.ts";
import { toAlicredError } from "./foreign-error.ts";
import type { Host } from "./host.ts";
import { keyDoubts } from "./key-doubts.ts";
import { noteSecrets, secretsKnownTo, watched } from "./known-secrets.ts";
import { createServerClock, type ServerClock } from "./server-clock.ts";
import {
  type Answer,
  type CachedSource,
  type CredentialSource,
  failed,
  type Hops,
  type Notes,
  notConfigured,
  type ResolveContext,
} from "./source.ts";
import { monotonicMs } from "./time.ts";
import type { TraceEntry } from "./trace.ts";

/** What a context is made from. */
export interface ContextInit {
  readonly host: Host;
  readonly signal: AbortSignal;
  readonly serverClock?: ServerClock;
  readonly explaining?: boolean;
  readonly held?: Credentials | undefined;
  readonly isRetry?: boolean | undefined;
  readonly onEvent?: EventListener | undefined;
  readonly hops?: Hops | undefined;
}

/** A new context, for the root of a resolution; also for calling a source in a test. */
export function createContext(init: ContextInit): ResolveContext {
  const notes: Notes = { supplied: [], warnings: [], children: [] };
  return {
    ...init,
    explaining: init.explaining ?? false,
    serverClock: init.serverClock ?? createServerClock(init.host.clock),
    notes,
    cached(source) {
      return isCached(source) ? source : (init.hops?.of(source, this) ?? uncached(source));
    },
    supplied: (part, from) => void notes.supplied.push({ part, from }),
    warn: (message) => void notes.warnings.push(message),
  };
}

/** A cache that the application made itself. */
function isCached(source: CredentialSource): source is CachedSource {
  return "invalidate" in source;
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
  const { host, onEvent } = context;
  const { name, transparent } = source;
  const child = createContext({ ...context, host: watched(host) });
  const startedAtMs = monotonicMs(host.clock);
  emit(onEvent, { type: "attempt", source: name });
  let answer: Answer;
  try {
    answer = await source.resolve(child);
    if (answer?.outcome === "failed") throw answer.error;
    // A source may be written in plain JavaScript: its answer is checked before anything relies on it.
    if (answer?.outcome === "credentials" && answer.credentials instanceof Credentials) {
      const { accessKeySecret, securityToken, provenance } = answer.credentials;
      noteSecrets(child.host, accessKeySecret, securityToken);
      // Sources that others hand on were asked for themselves.
      if (!child.notes.children.length)
        keyDoubts(answer.credentials, child.notes.supplied).forEach(child.warn);
      if (!transparent) {
        const marks = { provenance: [name, ...provenance] };
        answer = { ...answer, credentials: new Credentials(answer.credentials, marks) };
      }
    } else if (answer?.outcome === "not-configured" && Array.isArray(answer.lookedFor)) {
      answer = notConfigured(answer.lookedFor.map((what) => withPermission(host, what)));
    } else {
      throw invalidAnswer(name, answer);
    }
  } catch (thrown) {
    context.signal.throwIfAborted();
    noteSecrets(child.host, context.held?.accessKeySecret, context.held?.securityToken);
    answer = failed(toAlicredError(thrown, name, secretsKnownTo(child.host)));
  }
  const { outcome, lookedFor = [], error }: AnyAnswer = answer;
  const durationMs = monotonicMs(host.clock) - startedAtMs;
  emit(
    onEvent,
    outcome === "not-configured"
      ? { type: "skip", source: name, lookedFor, durationMs }
      : { type: "answer", source: name, outcome, code: error?.code, durationMs },
  );
  const inner = transparent && child.notes.children[0];
  context.notes.children.push(
    inner || {
      source: name,
      outcome,
      lookedFor,
      ...(error && { error: toldOf(error) }),
      ...child.notes,
      durationMs,
    },
  );
  return answer;
}

/** What was looked for, with a word about variables among it that the runtime keeps from the program. */
function withPermission({ whyUnread }: Host, what: string): string {
  const names = (whyUnread && what.match(/\b[A-Z]+_[A-Z\d_]+\b/g)) ?? [];
  const why = names.map((name) => whyUnread?.(name)).find(Boolean);
  // Sources around this one hand on what it looked for.
  return why === undefined || what.includes(why) ? what : `${what} (${why})`;
}

function toldOf({ code, message, requestId }: AlicredError): NonNullable<TraceEntry["error"]> {
  return { code, message, ...(requestId && { requestId }) };
}

/** What is wrong with an answer, as far as its shape tells. Nothing of it is quoted. */
function invalidAnswer(name: string, answer: unknown): InvalidAnswerError {
  const { outcome, credentials }: Readonly<Record<string, unknown>> = Object(answer);
  const isOfAnotherCopy = Object(credentials).constructor?.name === "Credentials";
  const why =
    outcome !== "credentials"
      ? "Return found(), notConfigured() or failed() of @alicred/core"
      : isOfAnotherCopy
        ? "Its credentials are of another copy of @alicred/core: npm ls @alicred/core"
        : "Its credentials are not a Credentials: use found() of @alicred/core";
  const message = `${name} gave no valid answer. ${why}.`;
  return new InvalidAnswerError("SOURCE_THREW", message, { retryable: false });
}

/** What the three answers hold. */
interface AnyAnswer {
  readonly outcome: Answer["outcome"];
  readonly lookedFor?: readonly string[];
  readonly error?: AlicredError;
}
