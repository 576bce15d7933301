/**
 * Asking a source: the one way by which the kernel, a chain and a wrapping source reach another source.
 *
 * @module
 */
import { Credentials } from "./credentials.ts";
import { AlicredError, InvalidAnswerError, toAlicredError } from "./errors.ts";
import { type EventListener, emit } from "./events.ts";
import type { Host } from "./host.ts";
import { createServerClock, type ServerClock } from "./server-clock.ts";
import {
  type Answer,
  type CredentialSource,
  failed,
  found,
  type Notes,
  type ResolveContext,
} from "./source.ts";

/** What a context is made from. */
export interface ContextInit {
  readonly host: Host;
  readonly signal: AbortSignal;
  readonly serverClock?: ServerClock;
  readonly explaining?: boolean;
  readonly held?: Credentials | undefined;
  readonly onEvent?: EventListener | undefined;
}

/** A context of its own, for the root of a resolution; also for calling a source in a test. */
export function createContext(init: ContextInit): ResolveContext {
  const notes: Notes = { supplied: [], warnings: [], children: [] };
  return {
    explaining: false,
    serverClock: createServerClock(init.host.clock),
    ...init,
    notes,
    supplied: (part, from) => void notes.supplied.push({ part, from }),
    warn: (message) => void notes.warnings.push(message),
  };
}

/**
 * Asks a source: times it, notes its answer in the trace, emits events, puts its name before the provenance, and turns
 * whatever it throws or answers amiss into the answer "failed".
 *
 * @throws only the reason of `context.signal`, once that has aborted.
 */
export async function ask(context: ResolveContext, source: CredentialSource): Promise<Answer> {
  const { host, signal, onEvent, notes } = context;
  const { name, transparent } = source;
  const child = createContext(context);
  const startedAtMs = host.clock.now();
  emit(onEvent, { type: "attempt", source: name });
  let answer: Answer;
  try {
    answer = await source.resolve(child);
    // A source may be written in plain JavaScript: its answer is checked before anything relies on it.
    if (!isAnswer(answer)) {
      const message = `${name} gave none of the three answers. Check its code.`;
      throw new InvalidAnswerError("SOURCE_THREW", message, { source: name, retryable: false });
    }
    if (answer.outcome === "credentials" && !transparent) {
      const { credentials, refreshAfterMs } = answer;
      const provenance = [name, ...credentials.provenance];
      answer = found(new Credentials(credentials, { provenance }), refreshAfterMs);
    }
  } catch (thrown) {
    signal.throwIfAborted();
    answer = failed(toAlicredError(thrown, name));
  }
  const { outcome } = answer;
  const lookedFor = outcome === "not-configured" ? answer.lookedFor : [];
  const error = outcome === "failed" ? answer.error : undefined;
  const durationMs = host.clock.now() - startedAtMs;
  emit(
    onEvent,
    outcome === "not-configured"
      ? { type: "skip", source: name, lookedFor, durationMs }
      : { type: "answer", source: name, outcome, code: error?.code, durationMs },
  );
  const [inner] = child.notes.children;
  notes.children.push(
    transparent && inner
      ? inner
      : {
          source: name,
          outcome,
          lookedFor,
          ...(error && { error: { code: error.code, message: error.message } }),
          ...child.notes,
          durationMs,
        },
  );
  return answer;
}

function isAnswer(answer: Answer | undefined): answer is Answer {
  return (
    (answer?.outcome === "credentials" && answer.credentials instanceof Credentials) ||
    (answer?.outcome === "not-configured" && Array.isArray(answer.lookedFor)) ||
    (answer?.outcome === "failed" && answer.error instanceof AlicredError)
  );
}
