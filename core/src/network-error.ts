import { AlicredError, safeIdentifier, UnavailableError } from "./errors.ts";
import { codeOf } from "./thrown.ts";

/**
 * The error for a request that brought no reply. A host that knows more throws an `AlicredError` itself; of anything else
 * only a code is shown, its own or that of a cause, as the web platform's `fetch failed` has it.
 */
export function networkError(origin: string, thrown: unknown): AlicredError {
  if (thrown instanceof AlicredError) return thrown;
  const { message, cause }: Readonly<Record<string, unknown>> = Object(thrown);
  // The errors of Node and Deno for a port that the fetch standard blocks have no code.
  const isBlocked = /bad port|Requests to port \d+ are blocked/.test(`${Object(cause).message} ${message}`);
  const systemCode = safeIdentifier(codeOf(thrown));
  const problem = isBlocked
    ? "has a port that fetch refuses to ask (bad port). Use another port."
    : `could not be reached${systemCode ? ` (${systemCode})` : ""}. Check the address and the network.`;
  const details = { systemCode, retryable: !isBlocked };
  return new UnavailableError("NETWORK_ERROR", `${origin} ${problem}`, details);
}
