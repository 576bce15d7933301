import type { Answer, ContextInit, CredentialSource, Host, TraceEntry } from "@alicred/core";
import { ask, createContext } from "@alicred/core";

/** The result of asking a source once. */
export interface Resolution {
  readonly answer: Answer;
  readonly trace: TraceEntry;
}

/**
 * Asks a source once, as the kernel would.
 *
 * @param init more of the context, such as `input` or `held`
 * @throws only the reason of an aborted `signal`.
 */
export async function resolveOnce(
  source: CredentialSource,
  host: Host,
  signal: AbortSignal = new AbortController().signal,
  init: Partial<ContextInit> = {},
): Promise<Resolution> {
  const context = createContext({ ...init, host, signal });
  const answer = await ask(context, source);
  const [trace] = context.notes.children;
  if (trace === undefined) throw new Error("the kernel noted no trace entry");
  return { answer, trace };
}
