/**
 * `chain`: the precedence engine.
 *
 * @module
 */
import { ask } from "./context.ts";
import { AlicredError } from "./errors.ts";
import { checkNumbers } from "./refresh/policy.ts";
import { invalid } from "./schema.ts";
import {
  type Answer,
  type CredentialSource,
  closeSource,
  failed,
  notConfigured,
  type ResolveContext,
} from "./source.ts";
import { derivedError } from "./thrown.ts";
import { describeAnswers, type TraceEntry } from "./trace.ts";

export interface ChainPolicy {
  /** The chain's name in provenance, trace and messages. Default: `chain`. */
  readonly name?: string;
  /**
   * The reaction to a source that is configured but fails. `stop` (the default) fails the chain, so that no other
   * identity slips in. `continue` asks the next source; credentials found that way are looked up again within
   * `retryFailedAfterMs`, so that a transient failure never pins another identity. A function decides by the error and
   * the entry of this chain that failed (`error.source` is the innermost source).
   */
  readonly onFailed?:
    | "stop"
    | "continue"
    | ((error: AlicredError, entry: CredentialSource) => "stop" | "continue");
  /** How long credentials found behind a failed source are kept, in milliseconds from 0 on. Default: 60,000. */
  readonly retryFailedAfterMs?: number;
}

/**
 * Sources in order of precedence, as one source. The rule for each answer:
 *
 * 1. **credentials** end the search;
 * 2. **not configured** continues with the next source;
 * 3. **failed** ends the search with that error, unless `onFailed` says to continue.
 *
 * When no source is configured, neither is the chain. Every call asks all sources again, whatever happened before. The
 * error of a failed chain has the class and code of the source's error, which is its `cause`, and adds every answer in
 * order (`answers`).
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for a number that is out of its range, and for anything but a list of
 *   sources.
 */
export function chain(sources: readonly CredentialSource[], policy: ChainPolicy = {}): CredentialSource {
  const { name = "chain", onFailed = "stop", retryFailedAfterMs = 60_000 } = policy;
  checkNumbers({ retryFailedAfterMs });
  // A condition in a list leaves `false` or `undefined` there.
  if (!Array.isArray(sources) || !sources.every((each) => typeof Object(each).resolve === "function"))
    throw invalid(name, "is not a list of sources", "INVALID_OPTION");

  async function resolve(context: ResolveContext): Promise<Answer> {
    const { children } = context.notes;
    let verdict: Answer | undefined;
    let failure: AlicredError | undefined;
    for (const source of sources) {
      const answer = await ask(context, source);
      const isAnswered = answer.outcome === "credentials" || answer.outcome === "would-answer";
      if (verdict) {
        if (isAnswered) context.shadow();
      } else if (isAnswered) {
        verdict = answer;
        // Credentials found behind a failed source are soon looked up again.
        if (failure && answer.outcome === "credentials") {
          const { refreshAfterMs = retryFailedAfterMs } = answer;
          verdict = { ...answer, refreshAfterMs: Math.min(refreshAfterMs, retryFailedAfterMs) };
        }
      } else if (answer.outcome === "failed") {
        failure ??= answer.error;
        const reaction = typeof onFailed === "function" ? onFailed(answer.error, source) : onFailed;
        if (reaction !== "continue") verdict = failed(withAnswers(answer.error, children));
      }
      // For a trace, the remaining sources are asked too.
      if (verdict && !context.explaining) break;
    }
    if (verdict) return verdict;
    if (failure) return failed(withAnswers(failure, children));
    const lookedFor = children.flatMap((entry) => entry.lookedFor);
    return notConfigured(lookedFor.length > 0 ? lookedFor : "a source");
  }

  const close = (): void => sources.forEach(closeSource);
  return { name, resolve, close };
}

function withAnswers(error: AlicredError, entries: readonly TraceEntry[]): AlicredError {
  const answers = [...entries];
  // A chain below has listed its own answers, which stand in this trace too: the message has one list.
  const { message } = withoutAnswers(error);
  const list = answers.length > 1 ? `\n${describeAnswers(answers, message)}` : "";
  return derivedError(error, message + list, { answers });
}

/** The error to which chains have added the answers. */
function withoutAnswers(error: AlicredError): AlicredError {
  const { answers, cause } = error;
  return answers && cause instanceof AlicredError ? withoutAnswers(cause) : error;
}
