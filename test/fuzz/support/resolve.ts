import { createTestHost, type TestHostOptions } from "@alicred/conformance";
import {
  AlicredError,
  type CredentialSource,
  Credentials,
  type Host,
  type ResolverEvent,
  refreshing,
} from "@alicred/core";
import { jumpingClock } from "./jumping-clock.ts";

export interface FuzzHostOptions extends TestHostOptions {
  /** The output of every program. Default: it fails. */
  readonly stdout?: string | undefined;
}

/** A host where nothing waits and nothing leaves the process. */
export function fuzzHost({ stdout, ...options }: FuzzHostOptions = {}): Host {
  return {
    ...createTestHost({ clock: jumpingClock(), ...options }),
    processes: {
      run: async () => (stdout === undefined ? { exitCode: 1, stdout: "" } : { exitCode: 0, stdout }),
    },
  };
}

/**
 * Gets credentials, and explains how. What makes the source may throw too.
 *
 * @returns what may be shown: the error or the credentials, the events, the trace.
 */
export async function resolveAll(make: () => CredentialSource, host: Host): Promise<readonly unknown[]> {
  const events: ResolverEvent[] = [];
  let source: CredentialSource;
  try {
    source = make();
  } catch (thrown) {
    return [typed(thrown)];
  }
  const resolver = refreshing(source, { host, onEvent: (event) => void events.push(event) });
  const outcome = await resolver.get().catch(typed);
  if (outcome instanceof Credentials && outcome.accessKeyId === "")
    throw new Error("credentials without a key");
  const trace = await resolver.explain().catch(typed);
  resolver.close();
  return [outcome, String(outcome), events, trace];
}

/** An error of alicred. Anything else is thrown on, as is what only a fault of a source can lead to. */
export function typed(thrown: unknown): AlicredError {
  if (!(thrown instanceof AlicredError)) throw thrown;
  if (thrown.code === "SOURCE_THREW")
    throw new Error("a source threw something else than an AlicredError", { cause: thrown });
  if (hasControls(thrown.message)) throw new Error("a message with control characters", { cause: thrown });
  return thrown;
}

function hasControls(text: string): boolean {
  return /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text.replaceAll("\n", " "));
}
