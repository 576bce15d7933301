/**
 * Asking a source: the one way by which the kernel, a chain and a wrapping source reach another source.
 *
 * @module
 */
import { Credentials, prefixProvenance } from "./credentials.ts";
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
import type { TraceEntry } from "./trace.ts";

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
  const { explaining = false, serverClock = createServerClock(init.host.clock) } = init;
  return withNotes({ ...init, explaining, serverClock });
}

/** An answer together with its entry in the trace. */
export interface Asked {
  readonly answer: Answer;
  readonly entry: TraceEntry;
}

/**
 * Asks a source: times it, notes its answer in the trace, emits events, puts its name before the provenance, and turns
 * whatever it throws or answers amiss into the answer "failed".
 *
 * @throws only the reason of `context.signal`, once that has aborted.
 */
export async function ask(context: ResolveContext, source: CredentialSource): Promise<Answer> {
  const { answer, entry } = await askTraced(context, source);
  context.notes.children.push(entry);
  return answer;
}

/** As `ask`, but hands the trace entry to the caller instead of noting it. */
export async function askTraced(context: ResolveContext, source: CredentialSource): Promise<Asked> {
  const { host, signal, onEvent } = context;
  const { name } = source;
  const child = withNotes(context);
  const startedAtMs = host.clock.now();
  emit(onEvent, { type: "attempt", source: name });
  let answer: Answer;
  try {
    answer = checkAnswer(source, await source.resolve(child));
  } catch (thrown) {
    signal.throwIfAborted();
    answer = failed(toAlicredError(thrown, name));
  }
  const durationMs = host.clock.now() - startedAtMs;
  const [inner] = child.notes.children;
  const entry = source.transparent && inner ? inner : traceEntry(name, answer, child.notes, durationMs);
  if (answer.outcome === "not-configured") {
    emit(onEvent, { type: "skip", source: name, lookedFor: answer.lookedFor, durationMs });
  } else {
    emit(onEvent, {
      type: "answer",
      source: name,
      outcome: answer.outcome,
      code: entry.error?.code,
      durationMs,
    });
  }
  return { answer, entry };
}

function withNotes(base: Omit<ResolveContext, "notes" | "supplied" | "warn">): ResolveContext {
  const notes: Notes = { supplied: [], warnings: [], children: [] };
  return {
    ...base,
    notes,
    supplied: (part, from) => void notes.supplied.push({ part, from }),
    warn: (message) => void notes.warnings.push(message),
  };
}

// A source may be written in plain JavaScript: its answer is checked before anything relies on it.
function checkAnswer({ name, transparent }: CredentialSource, answer: Answer): Answer {
  switch (answer?.outcome) {
    case "credentials":
      if (!(answer.credentials instanceof Credentials)) break;
      return transparent ? answer : found(prefixProvenance(answer.credentials, name), answer.refreshAfterMs);
    case "not-configured":
      if (!Array.isArray(answer.lookedFor)) break;
      return answer;
    case "failed":
      if (!(answer.error instanceof AlicredError)) break;
      return answer;
  }
  throw new InvalidAnswerError(
    "SOURCE_THREW",
    `${name} gave none of the three answers. A source returns found(…), notConfigured(…) or failed(…).`,
    { source: name, retryable: false },
  );
}

function traceEntry(source: string, answer: Answer, notes: Notes, durationMs: number): TraceEntry {
  return {
    source,
    outcome: answer.outcome,
    lookedFor: answer.outcome === "not-configured" ? answer.lookedFor : [],
    ...(answer.outcome === "failed" && { error: { code: answer.error.code, message: answer.error.message } }),
    ...notes,
    durationMs,
  };
}
