import {
  AlicredError,
  type Answer,
  ask,
  type CredentialSource,
  createContext,
  type Host,
  type NotConfigured,
  type TraceEntry,
} from "@alicred/core";
import { textsOf } from "./refusal.ts";

/** The result of asking a source once. */
export interface Resolution {
  readonly answer: Answer;
  readonly trace: TraceEntry;
}

/**
 * Asks a source once, as the kernel would.
 *
 * @throws only the reason of an aborted `signal`.
 */
export async function resolveOnce(
  source: CredentialSource,
  host: Host,
  signal: AbortSignal = new AbortController().signal,
): Promise<Resolution> {
  const context = createContext({ host, signal });
  const answer = await ask(context, source);
  const [trace] = context.notes.children;
  if (trace === undefined) throw new Error("the kernel noted no trace entry");
  return { answer, trace };
}

/** One situation that a source must handle. */
export interface ContractCase {
  readonly source: CredentialSource;
  readonly host: Host;
}

/** The situations of the contract; leave out one that the source cannot be in. */
export interface ContractCases {
  /** Nothing is configured. */
  readonly unset?: (() => ContractCase) | undefined;
  /** Half of what is needed is configured. */
  readonly partial?: (() => ContractCase) | undefined;
  /** Everything is configured. */
  readonly complete: () => ContractCase;
  /** Secrets planted in the situations above: none may show outside the credentials. */
  readonly secrets: readonly string[];
}

/** One check of the contract: rejects with an `Error` that says what is broken. */
export interface ContractCheck {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/**
 * The contract of every source, as checks for any test runner:
 * `for (const { name, run } of sourceContract(cases)) test(name, run)`.
 */
export function sourceContract(cases: ContractCases): readonly ContractCheck[] {
  const { unset, partial, complete, secrets } = cases;
  const checks: ContractCheck[] = [
    {
      name: "answers credentials when everything is configured, and says what supplied them",
      run: async () => {
        const { answer, trace } = await resolve(complete(), secrets);
        expect(answer.outcome === "credentials", `answered ${answer.outcome}`);
        expect(
          trace.supplied.length + trace.children.length > 0,
          "the trace does not say what supplied the parts",
        );
      },
    },
    {
      name: "acquires anew each time it is asked",
      run: async () => {
        const { source, host } = complete();
        const [counted, uses] = countUses(host);
        const { answer } = await resolveOnce(source, counted);
        const firstUses = uses();
        // The resolver already has these, so a session kept in a file is not an answer either.
        const held = answer.outcome === "credentials" ? answer.credentials : undefined;
        const { signal } = new AbortController();
        await ask(createContext({ host: counted, signal, held }), source);
        // A source that was given its credentials looks nowhere.
        expect(
          firstUses === 0 || uses() > firstUses,
          "the source looked nowhere the second time; caching is the kernel's",
        );
      },
    },
    {
      name: "ends with the signal's reason when it aborts",
      run: async () => {
        const { source, host } = complete();
        const reason = new Error("the caller gave up");
        const outcome = await resolveOnce(source, host, AbortSignal.abort(reason)).catch(
          (thrown: unknown) => thrown,
        );
        const { answer } = outcome as Partial<Resolution>;
        // A source that need not wait may still answer.
        expect(
          outcome === reason || answer?.outcome === "credentials",
          "the abort came out as something else",
        );
      },
    },
  ];
  if (unset !== undefined) {
    checks.push({
      name: "answers not configured when nothing is, and says what it looked for",
      run: async () => {
        const { answer } = await resolve(unset(), secrets);
        expect(answer.outcome === "not-configured", `answered ${answer.outcome}`);
        const { lookedFor = [] } = answer as Partial<NotConfigured>;
        expect(
          lookedFor.length > 0 && lookedFor.every((what) => what.trim() !== ""),
          "the answer does not say what the source looked for",
        );
      },
    });
  }
  if (partial !== undefined) {
    checks.push({
      name: "fails when half of it is configured, with what is missing",
      run: async () => {
        const { answer } = await resolve(partial(), secrets);
        expect(answer.outcome === "failed", `answered ${answer.outcome}`);
        expect(
          answer.outcome === "failed" && answer.error.code !== "SOURCE_THREW",
          "the source threw no AlicredError, so that its message is withheld",
        );
      },
    });
  }
  return checks;
}

async function resolve({ source, host }: ContractCase, secrets: readonly string[]): Promise<Resolution> {
  const resolution = await resolveOnce(source, host);
  const shown = JSON.stringify([resolution, errorText(resolution.answer)]);
  for (const secret of secrets)
    expect(!shown.includes(secret), "a planted secret shows in the answer, error or trace");
  return resolution;
}

function errorText(answer: Answer): unknown {
  if (answer.outcome !== "failed") return undefined;
  const { error } = answer;
  expect(error instanceof AlicredError, "the error is not an AlicredError");
  return textsOf(error);
}

/** A host that counts how often a variable, a file, the network or a program is asked for. */
function countUses(host: Host): readonly [Host, () => number] {
  const { env, files, processes } = host;
  let uses = 0;
  const counted =
    <Args extends readonly unknown[], Result>(use: (...args: Args) => Result) =>
    (...args: Args): Result => {
      uses += 1;
      return use(...args);
    };
  const counting: Host = {
    ...host,
    fetch: counted(host.fetch),
    env: env && counted(env),
    files: files && { ...files, readText: counted(files.readText.bind(files)) },
    processes: processes && { ...processes, run: counted(processes.run.bind(processes)) },
  };
  return [counting, () => uses];
}

function expect(condition: boolean, complaint: string): void {
  if (!condition) throw new Error(complaint);
}
